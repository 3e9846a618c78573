package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code higuma check --wait} while the control plane becomes ready. The test writes the status of
 * its Deployment, instead of a controller.
 */
@NeedsKube
@NeedsPackage
class CheckWaitKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    System.setProperty("kubeconfig", kube.kubeconfig().toString());
    ClusterSetup.install(kube);
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
  }

  @AfterAll
  static void stop() {
    System.clearProperty("kubeconfig");
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void waitsForReplicasThenForTheWebhooks() {
    ClusterSetup.deploy(kube, 1);
    var check = CompletableFuture.supplyAsync(() -> onATerminal("check", "--wait", "2m"));

    awaitLine("waiting ", "Deployment kuma-system/kuma-control-plane: 1 of 2 replicas are");
    ClusterSetup.deploy(kube, 2);
    awaitLine("there is no kuma-admission-mutating-webhook-configuration");
    controlPlane.register();

    assertThat(check.orTimeout(2, TimeUnit.MINUTES).join()).as(out.toString(UTF_8)).isZero();
    assertThat(err.toString(UTF_8)).endsWith("\r\u001B[K");
    assertThat(out.toString(UTF_8))
        .contains("rollout: Deployment kuma-system/kuma-control-plane is rolled out\n")
        .contains("a labelled Pod in namespace default is injected\n")
        .contains("0 error(s), ");
    kube.kubectl("delete", "-f", "src/main/kubernetes/webhooks.yaml").succeeded();
  }

  @Test
  void saysInAPipeWhatWasMissingAtTheEnd() {
    ClusterSetup.deploy(kube, 0);

    var run = CommandRun.of("check", "--wait", "1s");

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.err())
        .isEqualTo(
            "error: not ready after 1s: Deployment kuma-system/kuma-control-plane: 0 of 2 replicas"
                + " are available\n");
    assertThat(run.out())
        .contains("error    rollout: Deployment kuma-system/kuma-control-plane: 0 of 2 replicas")
        .contains("kubectl get pods -n kuma-system shows the states of its Pods.\n")
        .doesNotContain("\u001B");
  }

  private int onATerminal(String... arguments) {
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("COLUMNS", "200"),
            Path.of(""),
            true,
            true);
    return Cli.run(terminal, (_, _, _) -> Exit.FAULT, arguments);
  }

  private void awaitLine(String... parts) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(err.toString(UTF_8)).contains(parts));
  }
}
