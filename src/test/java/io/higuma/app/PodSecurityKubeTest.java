package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces that enforce a Pod Security Standard, on a real API server. */
@NeedsKube
@NeedsPackage
class PodSecurityKubeTest {
  private static final Map<String, String> CNI =
      Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CNI_ENABLED", "true");
  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    for (var standard : new String[] {"baseline", "restricted", "privileged"}) {
      kube.kubectl("create", "namespace", standard).succeeded();
      kube.kubectl(
              "label",
              "namespace",
              standard,
              "kuma.io/sidecar-injection=enabled",
              "pod-security.kubernetes.io/enforce=" + standard)
          .succeeded();
    }
  }

  @Test
  @DisplayName("reliability 11: with CNI and native sidecars injected Pods fulfil restricted")
  void restrictedAdmitsPodsRedirectedByCni() {
    try (var _ = ControlPlane.start(kube, CNI).awaitReady().register()) {
      var created = create("restricted");
      assertThat(created.succeeded().err()).isEmpty();
      var pod = kube.client().pods().inNamespace("restricted").withName("app").get();
      assertThat(pod.getSpec().getInitContainers())
          .extracting(container -> container.getName())
          .containsExactly("kuma-validation", "kuma-sidecar");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "restricted"})
  @DisplayName("reliability 11: kuma-init is refused, and our warning says what helps")
  void othersAreRefusedWithAWarning(String standard) {
    try (var _ = ControlPlane.start(kube, Map.of()).awaitReady().register()) {
      var refused = create(standard);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .contains("violates PodSecurity \"" + standard, "kuma-init", "NET_ADMIN")
          .contains("Warning: ", "injector.cniEnabled");
      assertThat(create("privileged").succeeded().err()).isEmpty();
    }
  }

  /** A Pod that meets the standard without the sidecar. */
  private static CommandResult create(String namespace) {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext:
            runAsNonRoot: true
            runAsUser: 1000
            seccompProfile: {type: RuntimeDefault}
          containers:
          - name: app
            image: app
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """;
    kube.kubectl("delete", "pod", "app", "-n" + namespace, "--now", "--ignore-not-found");
    return kube.kubectlWith(pod, "create", "-n" + namespace, "-f", "-");
  }
}
