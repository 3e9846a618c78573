package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.cli.LogOptions;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.FullDisk;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Log entry of a rejected Pod, and a log that cannot be written. */
@NeedsKube
@NeedsPackage
class LogsKubeTest {
  private static final int CALLS = 50;

  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
  }

  @ParameterizedTest
  @EnumSource
  void refusedPodIsNamedWithItsReason(LogOptions.Format format) throws Exception {
    var pod = RunningWebhook.pod("app");
    pod.withObject("/metadata/labels")
        .put("kuma.io/mesh", "nowhere")
        .put("kuma.io/sidecar-injection", "enabled");
    try (var controlPlane = ControlPlane.startWith(kube, "--log-format=" + format).awaitReady()) {
      controlPlane.webhook(AdmissionServer.INJECT_PATH, RunningWebhook.review("default", pod));
      var line = line(controlPlane);
      switch (format) {
        case text ->
            assertThat(line)
                .contains("WARN")
                .contains("refused default/app, uid uid-of-this-call: mesh_not_found: ");
        case json -> {
          var json = new ObjectMapper().readTree(line);
          assertThat(json.path("level").asText()).isEqualTo("WARN");
          assertThat(json.path("message").asText()).startsWith("refused default/app, uid ");
          assertThat(json.path("mdc"))
              .isEqualTo(
                  new ObjectMapper()
                      .readTree(
                          """
                          {"uid": "uid-of-this-call", "namespace": "default", "name": "app",
                           "decision": "refused", "reason": "mesh_not_found"}
                          """));
        }
      }
    }
  }

  @Test
  void fullDiskOfTheLogDoesNotStopTheWebhook() throws Exception {
    ClusterSetup.injectedNamespace(kube, "shop");
    try (var controlPlane = ControlPlane.start(kube, Map.of());
        var _ = FullDisk.of(controlPlane.process())) {
      controlPlane.awaitReady();
      for (int i = 0; i < CALLS; i++) {
        assertThat(allowed(controlPlane, "default")).isTrue();
        assertThat(allowed(controlPlane, "nowhere")).isFalse();
      }
      assertThat(controlPlane.get("/healthy").statusCode()).isEqualTo(200);
    }
  }

  private static boolean allowed(ControlPlane controlPlane, String mesh) throws Exception {
    var pod = RunningWebhook.pod("app");
    pod.withObject("/metadata/labels").put("kuma.io/mesh", mesh);
    return controlPlane
        .webhook(AdmissionServer.INJECT_PATH, RunningWebhook.review("shop", pod))
        .path("allowed")
        .asBoolean();
  }

  private static String line(ControlPlane controlPlane) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> controlPlane.log().lines().filter(line -> line.contains("refused")).findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }
}
