package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same for the package, which is started by a link with the name of the plugin. */
@NeedsPackage
@QuarkusIntegrationTest
class KubectlConnectionKubeIT extends KubectlConnectionKubeTest {
  private LinkedProgram program;

  @Override
  KubectlPlugin plugin() throws IOException {
    program = LinkedProgram.in(folder);
    return new KubectlPlugin(controlPlane, folder, program);
  }

  @Override
  List<String> command() {
    return List.of(folder.resolve("bin/higuma").toString());
  }

  @Test
  void kubectlRunsThePlugin() {
    var run = program.run("kubectl", List.of("higuma", "get"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("own-\\S+ +Deployment/own +injected ");
  }

  @Test
  void kubectlCompletesItsArguments() throws IOException {
    plugin.kubeconfig(KubeUser.ADMIN);

    assertThat(completedByKubectl("ex")).containsExactly("explain");
    assertThat(completedByKubectl("explain", "deploy/")).contains("deploy/own", "deploy/web");
    assertThat(completedByKubectl("explain", "-n", "plain", "pod/")).containsExactly("pod/lonely");
    assertThat(completedByKubectl("get", "--namespace", "kuma-s")).containsExactly("kuma-system");
  }

  /** What kubectl's completion scripts get, without the directive in the last line. */
  private List<String> completedByKubectl(String... words) {
    var arguments = new ArrayList<>(List.of("__complete", "higuma"));
    arguments.addAll(List.of(words));
    var run = program.run("kubectl", arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines.getLast()).isEqualTo(":4");
    return lines.subList(0, lines.size() - 1);
  }
}
