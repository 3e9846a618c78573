package io.higuma.cli;

import static io.higuma.cli.CheckRun.check;
import static io.higuma.cli.CheckRun.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code higuma check} of installations with values of the chart that are not its defaults. */
@NeedsKube
class CheckValuesKubeTest {
  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    System.setProperty("kubeconfig", kube.kubeconfig().toString());
    ClusterSetup.install(kube);
  }

  @AfterAll
  static void stop() {
    System.clearProperty("kubeconfig");
  }

  /** As after the swap that the page about the migration describes. */
  @Test
  void serviceOfAnotherNameIsCompared() throws Exception {
    kube.kubectlWith(
            Files.readString(Path.of("src/main/kubernetes/webhooks.yaml"))
                .replace("  name: kuma-", "  name: swapped-")
                .replace("name: swapped-control-plane", "name: kuma-control-plane"),
            "apply",
            "-f",
            "-")
        .succeeded();

    assertThat(messages(check("--name", "swapped"), "error"))
        .anyMatch(message -> message.contains("does not lead to Service"));
    assertThat(messages(check("--name", "swapped", "--service", "kuma-control-plane"), "ok"))
        .contains("swapped-admission-mutating-webhook-configuration: 3 webhook(s) lead to Higuma");
    kube.kubectl(
            "delete",
            "mutatingwebhookconfiguration",
            "swapped-admission-mutating-webhook-configuration")
        .succeeded();
    kube.kubectl(
            "delete", "validatingwebhookconfiguration", "swapped-validating-webhook-configuration")
        .succeeded();
  }

  @Test
  void rightsInAnAllowedNamespaceAreEnough() throws Exception {
    kube.kubectl("create", "namespace", "payments").succeeded();
    var roles =
        Tool.HELM
            .run(
                "template",
                "listed",
                "helm/higuma",
                "--kube-version=1.30.0",
                "--namespace=kuma-system",
                "--set=nameOverride=listed,namespaceAllowList={payments}",
                "--show-only=templates/rbac.yaml")
            .succeeded()
            .out();
    kube.kubectlWith(roles, "apply", "-f", "-").succeeded();
    var user = "system:serviceaccount:kuma-system:listed-control-plane";

    assertThat(messages(check("--as", user, "-n", "payments"), "warning"))
        .contains(
            user
                + " may write dataplanes.kuma.io, dataplaneinsights.kuma.io, pods/finalizers,"
                + " events.events.k8s.io in namespace payments, but not in all namespaces");
    assertThat(messages(check("--as", user, "-n", "payments"), "error"))
        .noneMatch(message -> message.contains("dataplanes"));
    assertThat(messages(check("--as", user), "error"))
        .contains(user + " may not create, update, delete dataplanes.kuma.io");
    kube.kubectlWith(roles, "delete", "-f", "-").succeeded();
  }
}
