package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cli.CommandRun;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import org.junit.jupiter.api.Test;

/** {@code higuma install control-plane | kubectl apply -f -} on a real API server. */
@NeedsKube
class InstallCommandKubeTest {
  private static final String PATCHES = "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES";

  @Test
  void kubectlAppliesTheOutputAndAppliesItAgain(LocalKubeApi kube) {
    var printed =
        CommandRun.of(
            "install", "control-plane", "--with-crds", "--env-var", PATCHES + "=patch1,patch2");
    assertThat(printed.exitCode()).as(printed.err()).isZero();

    var applied = kube.kubectlWith(printed.out(), "apply", "-f", "-").succeeded().out();

    assertThat(applied.lines()).hasSizeGreaterThan(15).allMatch(line -> line.endsWith(" created"));
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        .succeeded();
    assertThat(
            kube.kubectl(
                    "get",
                    "deployment",
                    "kuma-control-plane",
                    "-n",
                    "kuma-system",
                    "-o",
                    "jsonpath={.spec.template.spec.containers[0].env[0]}")
                .succeeded()
                .out())
        .isEqualTo("{\"name\":\"" + PATCHES + "\",\"value\":\"patch1,patch2\"}");
    kube.kubectlWith(printed.out(), "apply", "-f", "-").succeeded();
    assertThat(
            kube.kubectl(
                    "get",
                    "deployment,networkpolicy,poddisruptionbudget,crd",
                    "-n",
                    "kuma-system",
                    "-o",
                    "jsonpath={.items[*].metadata.generation}")
                .succeeded()
                .out()
                .split(" "))
        .hasSize(7)
        .containsOnly("1");
  }
}
