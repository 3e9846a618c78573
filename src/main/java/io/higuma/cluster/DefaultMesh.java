package io.higuma.cluster;

import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Creates the Mesh {@code default} where there is none. */
final class DefaultMesh {
  private static final Logger LOG = Logger.getLogger(DefaultMesh.class);
  private static final byte[] MESH =
      "{\"apiVersion\":\"kuma.io/v1alpha1\",\"kind\":\"Mesh\",\"metadata\":{\"name\":\"default\"},\"spec\":{}}"
          .getBytes(StandardCharsets.UTF_8);

  private final ApiCalls api;
  private final ObjectStore<MeshView> meshes;
  private final Fence fence;
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  DefaultMesh(ApiCalls api, ObjectStore<MeshView> meshes, Fence fence) {
    this.api = api;
    this.meshes = meshes;
    this.fence = fence;
  }

  /** Returns when the Mesh is there, or when this process leads no more. */
  void ensure() throws InterruptedException {
    for (int failures = 0; fence.open(); failures++) {
      if (meshes.find("", MeshName.DEFAULT).isPresent() || create(failures == 0)) {
        return;
      }
      Thread.sleep(backoff.after(failures + 1));
    }
  }

  private boolean create(boolean first) throws InterruptedException {
    try {
      ApiAnswer answer = api.post(ApiPath.kuma().resource("meshes").asManager(), MESH);
      if (answer.good()) {
        LOG.info("the Mesh default was created");
      } else if (first && answer.status() != ApiAnswer.CONFLICT) {
        LOG.warnf("the Mesh default could not be created: %s", answer.says());
      }
      return answer.good() || answer.status() == ApiAnswer.CONFLICT;
    } catch (IOException e) {
      LOG.debugf(e, "the Mesh default could not be created");
      return false;
    }
  }
}
