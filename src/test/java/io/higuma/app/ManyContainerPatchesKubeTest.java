package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.cluster.controller.Rest;
import io.higuma.kuma.ContainerPatch;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A cluster with 1,000 ContainerPatches. */
@NeedsKube
@NeedsPackage
class ManyContainerPatchesKubeTest {
  private static final int PATCHES = 1_000;
  private static final int CALLS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** The timeout of the webhook is 10 s; an injection takes about a millisecond. */
  private static final Duration GENEROUS = Duration.ofSeconds(2);

  @Test
  void allHaveAStatusAndEachPodGetsItsOwn(LocalKubeApi kube) throws Exception {
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady().register()) {
      Rest rest = Rest.of(kube.client());
      BenchCluster.together(PATCHES, i -> create(rest, i));

      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(withStatus(kube)).isEqualTo(PATCHES));
      for (int i = 0; i < CALLS; i++) {
        int patch = i * PATCHES / CALLS;
        var start = System.nanoTime();
        var response =
            controlPlane.webhook(
                AdmissionServer.INJECT_PATH, RunningWebhook.review("shop", pod(patch)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
        assertThat(decoded(response.path("patch").asText()))
            .contains("\"runAsGroup\":" + (patch + 1));
      }
      assertThat(controlPlane.get("/healthy").statusCode()).isEqualTo(200);
    }
  }

  private static void create(Rest rest, int i) {
    var patch =
        """
        {"apiVersion":"kuma.io/v1alpha1","kind":"ContainerPatch","mesh":"default",
         "metadata":{"name":"patch-%d"},
         "spec":{"sidecarPatch":[
          {"op":"add","path":"/securityContext/runAsGroup","value":"%d"}]}}
        """
            .formatted(i, i + 1);
    var path = "/apis/kuma.io/v1alpha1/namespaces/" + ControlPlane.SYSTEM + "/containerpatches";
    var _ = rest.post(path, Rest.json(patch));
  }

  private static JsonNode pod(int patch) {
    var pod = RunningWebhook.pod("app");
    pod.withObject("/metadata/annotations").put("kuma.io/container-patches", "patch-" + patch);
    return pod;
  }

  private static long withStatus(LocalKubeApi kube) {
    return kube
        .client()
        .resources(ContainerPatch.class)
        .inNamespace(ControlPlane.SYSTEM)
        .list()
        .getItems()
        .stream()
        .filter(patch -> patch.getStatus() != null && !patch.getStatus().conditions().isEmpty())
        .count();
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
