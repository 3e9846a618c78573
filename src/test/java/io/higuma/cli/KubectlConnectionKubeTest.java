package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.CommandResult;
import io.higuma.testing.HigumaProcess;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the plugin of kubectl finds the cluster and the control plane, also to complete words. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class KubectlConnectionKubeTest extends KubectlPluginFixture {
  /** The command {@code higuma} as a separate process. */
  List<String> command() {
    return HigumaProcess.command();
  }

  @Test
  void usesATokenOfAServiceAccount() throws IOException {
    plugin.kubeconfig(KubeUser.ADMIN);
    kube().kubectl("create", "serviceaccount", "asker", "-n", "shop").succeeded();
    try {
      var run = plugin.run("get", "--as-service-account", "asker");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("user system:serviceaccount:shop:asker has no right to");
    } finally {
      kube().kubectl("delete", "serviceaccount", "asker", "-n", "shop").succeeded();
    }
  }

  @Test
  void bashCompletesNamesOfTheCluster() throws IOException {
    plugin.kubeconfig(KubeUser.ADMIN);
    var program = folder.resolve("higuma");
    Files.writeString(program, "#!/bin/sh\nexec '" + String.join("' '", command()) + "' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("completion"), CommandRun.of("completion").out());

    assertThat(completed("kubectl explain deploy/o -n shop", 3)).containsExactly("deploy/own");
    assertThat(completed("kubectl explain pod/ea", 3)).containsExactly("pod/early");
    assertThat(completed("kubectl get -n kuma-s", 4)).containsExactly("kuma-system");
    assertThat(completed("kubectl get --context hi", 4)).containsExactly("higuma");
    assertThat(completed("explain pod -n plain lon", 5)).containsExactly("lonely");
    assertThat(completed("kubectl explain -n nowhere deploy/", 5)).isEmpty();
  }

  /** What bash offers for the word at an index, with the words before it. */
  private List<String> completed(String line, int index) {
    var words = "higuma " + line;
    var script =
        "source completion; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_higuma; printf '%%s\\n'"
                .formatted(words, index)
            + " \"${COMPREPLY[@]}\"";
    var path = folder + ":" + System.getenv("PATH");
    return CommandResult.run(
            "",
            Map.of("PATH", path, "KUBECONFIG", folder.resolve("config").toString()),
            List.of("bash", "-c", "cd " + folder + "; " + script))
        .out()
        .lines()
        .filter(word -> !word.isBlank())
        .toList();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(plugin.run("explain", "deploy/nobody").err())
        .isEqualTo("error: there is no Deployment nobody in namespace shop\n");
    assertThat(plugin.run("get", "--service", "other").err())
        .startsWith("error: there is no Service kuma-system/other; --system-namespace");
    assertThat(plugin.run("get", "--context", "other").err())
        .isEqualTo("error: --context: value 'other' is not valid: expected one of: higuma\n");
    assertThat(plugin.run("get", "--token", "wrong").err())
        .startsWith("error: the Kubernetes API server rejected the token; --token ");
    plugin.deleteReplica();
    assertThat(plugin.run("get").err())
        .isEqualTo("error: no Pod of kuma-system/kuma-control-plane is ready\n");
    plugin.createReplica();
  }
}
