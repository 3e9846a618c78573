package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ConsolePage;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.DefaultPorts;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of the page about the config API and compares the outputs. */
@NeedsKube
@NeedsPackage
@DefaultPorts
class ConfigApiPageKubeTest {
  private static final ConsolePage PAGE = ConsolePage.read(Path.of("docs/config-api.md"));
  private static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            sidecarContainer:
              drainTime: 20s
      """;

  @TempDir private Path folder;

  @Test
  void pageShowsWhatHappens(LocalKubeApi kube) throws Exception {
    ClusterSetup.install(kube);
    kube.kubectl("apply", "-f", "src/main/kubernetes/rbac-config-api.yaml").succeeded();
    var file = Files.writeString(folder.resolve("kuma-cp.conf.yaml"), FILE);
    var environment =
        Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "false", "KUMA_DP_SERVER_PORT", "");
    try (var controlPlane = ControlPlane.start(kube, environment, file);
        var session = new PageSession(kube, folder)) {
      session.connect(controlPlane);

      assertThat(session.run(PAGE, _ -> {})).isEqualTo(PageSession.expected(PAGE));
      assertThat(session.exitCode("config get cniEnabled")).isEqualTo("0");
      assertThat(session.exitCode("config set cniEnabled=perhaps")).isEqualTo("1");
      assertThat(session.exitCode("config set cniEnabled")).isEqualTo("2");
    }
  }
}
