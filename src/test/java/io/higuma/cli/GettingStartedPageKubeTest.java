package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ConsolePage;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command of the getting started page. Other parts of a cluster are simulated: the
 * chart's replicas are one local process, and no kubelet starts the Pod.
 */
@NeedsKube
@NeedsPackage
class GettingStartedPageKubeTest {
  private static final ConsolePage PAGE = ConsolePage.read(Path.of("docs/getting-started.md"));
  private static final String RUNNING =
      """
      {"status": {"phase": "Running", "podIP": "10.0.0.7", "podIPs": [{"ip": "10.0.0.7"}]}}
      """;

  @TempDir private Path folder;
  private @Nullable ControlPlane controlPlane;

  @AfterEach
  void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void pageShowsWhatHappens(LocalKubeApi kube) throws Exception {
    try (var session = new PageSession(kube, folder)) {
      Files.createSymbolicLink(folder.resolve("bin/helm"), Path.of(Tool.HELM.path()));

      assertThat(session.run(PAGE, command -> whatFollows(kube, session, command)))
          .isEqualTo(PageSession.expected(PAGE));
    }
  }

  private void whatFollows(LocalKubeApi kube, PageSession session, String command) {
    if (command.startsWith("helm install")) {
      kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
      // They call a Service; those of this process call its port.
      kube.kubectl("delete", "-f", "src/main/kubernetes/webhooks.yaml").succeeded();
      // As the chart's configuration.
      controlPlane =
          ControlPlane.start(
              kube,
              Map.of(
                  "KUMA_DEFAULTS_SKIP_MESH_CREATION",
                  "false",
                  "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN",
                  "false"));
      session.connect(controlPlane);
      ClusterSetup.rollOut(kube, 2);
      // A user continues reading; by then the Mesh default exists.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  kube.kubectl(
                          "run",
                          "first",
                          "--image=first",
                          "--dry-run=server",
                          "-ndefault",
                          "--labels=kuma.io/sidecar-injection=enabled")
                      .succeeded());
    } else if (command.startsWith("kubectl run")) {
      kube.kubectl("patch", "pod", "web", "-nshop", "--subresource=status", "--patch", RUNNING)
          .succeeded();
    }
  }
}
