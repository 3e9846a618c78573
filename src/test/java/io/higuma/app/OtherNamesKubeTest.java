package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A release with a name other than {@code kuma} and its own CA. */
@NeedsKube
@NeedsPackage
class OtherNamesKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NAME = "kong-mesh";
  private static final String MANIFESTS = "src/test/resources/chart/kong-mesh/manifests.yaml";

  @Test
  void webhooksOfTheReleaseTrustItsCertificate(LocalKubeApi kube) {
    ClusterSetup.install(kube);
    for (var document : ClusterSetup.text(MANIFESTS).split("\n---\n", -1)) {
      if (document.contains("WebhookConfiguration\n")) {
        kube.kubectlWith(document, "apply", "-f", "-").succeeded();
      }
    }
    var service =
        Map.of("KUMA_RUNTIME_KUBERNETES_CONTROL_PLANE_SERVICE_NAME", NAME + "-control-plane");
    try (var controlPlane = ControlPlane.start(kube, service)) {
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(bundles(kube))
                      .hasSizeGreaterThan(4)
                      .containsOnly(controlPlane.bundle()));
    }
  }

  private static List<String> bundles(LocalKubeApi kube) {
    var registrations = kube.client().admissionRegistration().v1();
    return Stream.concat(
            registrations
                .mutatingWebhookConfigurations()
                .withName(NAME + "-admission-mutating-webhook-configuration")
                .get()
                .getWebhooks()
                .stream()
                .map(MutatingWebhook::getClientConfig),
            registrations
                .validatingWebhookConfigurations()
                .withName(NAME + "-validating-webhook-configuration")
                .get()
                .getWebhooks()
                .stream()
                .map(ValidatingWebhook::getClientConfig))
        .map(config -> config.getCaBundle() == null ? "" : config.getCaBundle())
        .map(bundle -> new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8))
        .toList();
  }
}
