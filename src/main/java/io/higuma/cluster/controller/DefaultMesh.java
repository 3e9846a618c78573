package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.ApiStatusException;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.kuma.Mesh;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Creates the Mesh {@code default} if it is missing. */
final class DefaultMesh {
  private static final Logger LOG = Logger.getLogger(DefaultMesh.class);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private final ObjectStore<MeshView> meshes;
  private final LeaderGuard leaderGuard;
  private final LoopSupervisor loops;
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  /** Used by one thread at a time, that of the leader election. */
  private Optional<SupervisedLoop> loop = Optional.empty();

  DefaultMesh(
      KubernetesClient client,
      ObjectStore<MeshView> meshes,
      LeaderGuard leaderGuard,
      LoopSupervisor loops) {
    this.client = client;
    this.meshes = meshes;
    this.leaderGuard = leaderGuard;
    this.loops = loops;
  }

  /** Starts a loop that retries until the Mesh exists or {@link #stop} ends it. */
  void ensure() {
    stop();
    var failures = new AtomicInteger();
    var started = loops.loop("default mesh", HEARTBEAT_LIMIT, _ -> iterate(failures));
    loop = Optional.of(started);
    started.start();
  }

  /** Ends the loop, if there is one. */
  void stop() {
    loop.ifPresent(SupervisedLoop::close);
    loop = Optional.empty();
  }

  private NextRun iterate(AtomicInteger failures) throws InterruptedException {
    boolean done =
        meshes.find("", MeshName.DEFAULT).isPresent()
            || (leaderGuard.mayWrite() && create(failures.get() == 0));
    return done ? NextRun.end() : NextRun.in(backoff.after(failures.incrementAndGet()));
  }

  private boolean create(boolean first) throws InterruptedException {
    var mesh = new Mesh();
    mesh.getMetadata().setName(MeshName.DEFAULT);
    try {
      if (TypedCalls.create(client.resource(mesh)::create).isPresent()) {
        LOG.info("the Mesh default was created");
      }
      return true;
    } catch (ApiStatusException e) {
      if (first) {
        LOG.warnf("the Mesh default could not be created: %s", e.getMessage());
      }
      return false;
    } catch (IOException e) {
      LOG.debugf(e, "the Mesh default could not be created");
      return false;
    }
  }
}
