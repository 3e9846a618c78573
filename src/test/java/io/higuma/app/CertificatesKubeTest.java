package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.tls.Lifetimes;
import io.higuma.tls.TrustBundle;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Certificates of our own CA, trusted by a real API server. */
@NeedsKube
@NeedsPackage
class CertificatesKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SECRET = "higuma-ca";
  private static final String MUTATING = "kuma-admission-mutating-webhook-configuration";

  /** Defaults, but with a short check interval, so that the test does not wait. */
  private static final Map<String, String> SOON =
      ControlPlane.lifetimes(
          new Lifetimes(
              Lifetimes.DEFAULTS.authority(),
              Lifetimes.DEFAULTS.serving(),
              Duration.ofSeconds(1),
              Duration.ofMillis(300)));

  private static LocalKubeApi kube;
  private static ControlPlane first;
  private static ControlPlane second;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    first = ControlPlane.start(kube, SOON);
    second = ControlPlane.start(kube, SOON);
    first.awaitReady();
    second.awaitReady();
    register();
  }

  @AfterAll
  static void stop() {
    for (var replica : List.of(first, second)) {
      if (replica != null) {
        replica.close();
      }
    }
  }

  /** Without a caBundle, as in the chart. */
  private static void register() {
    ClusterSetup.register(kube, first.webhookPort(), "");
    Awaitility.await().atMost(LIMIT).until(() -> PodLoad.failure(kube, "shop").isEmpty());
  }

  @Test
  @DisplayName("reliability 14: two replicas have one authority, and the webhooks trust it")
  void twoReplicasHaveOneAuthority() {
    assertThat(second.bundle()).isEqualTo(first.bundle());
    assertThat(bundles()).isNotEmpty().containsOnly(first.bundle());
    assertThat(serial(first)).isNotEqualTo(serial(second));
  }

  @Test
  @DisplayName("reliability 14: a blanked caBundle is written again")
  void blankedBundleIsRepaired() {
    for (var bundle : List.of("", base64("garbage"))) {
      patch(
          "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"%s\"}]"
              .formatted(bundle.isEmpty() ? "Cg==" : bundle));
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(bundles()).containsOnly(first.bundle()));
    }
    Awaitility.await().atMost(LIMIT).until(() -> PodLoad.failure(kube, "shop").isEmpty());
  }

  @Test
  @DisplayName("reliability 14: a deleted or broken Secret is restored, and nothing is re-issued")
  void secretIsRestored() {
    var before = secret();
    var serial = serial(first);
    kube.kubectl("delete", "secret", SECRET, "-n" + ControlPlane.SYSTEM).succeeded();
    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(secret()).isEqualTo(before));
    kube.kubectl(
            "patch",
            "secret",
            SECRET,
            "-n" + ControlPlane.SYSTEM,
            "-p",
            "{\"data\":{\"tls.crt\":\"%s\"}}".formatted(base64("garbage")))
        .succeeded();
    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(secret()).isEqualTo(before));
    assertThat(serial(first)).isEqualTo(serial);
    assertThat(PodLoad.failure(kube, "shop")).isEmpty();
  }

  @Test
  @DisplayName("reliability 12: three new authorities at 50 calls a second, and no call fails")
  void rotatesUnderLoad() throws Exception {
    try (var load = PodLoad.start(kube, "shop")) {
      for (int i = 0; i < 3; i++) {
        rotate();
      }
      load.stop();
      assertThat(load.calls()).isGreaterThan(100);
    }
  }

  @Test
  @DisplayName("reliability 14: the Secret is deleted at 50 calls a second, and no call fails")
  void secretIsDeletedUnderLoad() throws Exception {
    var before = secret();
    try (var load = PodLoad.start(kube, "shop")) {
      for (int i = 0; i < 3; i++) {
        kube.kubectl("delete", "secret", SECRET, "-n" + ControlPlane.SYSTEM).succeeded();
        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(secret()).isEqualTo(before));
      }
      load.stop();
      assertThat(load.calls()).isPositive();
    }
  }

  /** Rotates until both replicas serve a certificate of a new CA, the only one that is trusted. */
  private static void rotate() {
    var old = List.of(serial(first), serial(second));
    var authority = TrustBundle.read(first.bundle()).getFirst();
    kube.kubectl("annotate", "secret", SECRET, "-n" + ControlPlane.SYSTEM, "higuma.io/renew-ca=now")
        .succeeded();
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(List.of(serial(first), serial(second))).doesNotContainAnyElementsOf(old);
              var bundle = TrustBundle.read(first.bundle());
              assertThat(bundle.getFirst()).isNotEqualTo(authority);
              assertThat(bundle).contains(authority);
              assertThat(bundles()).containsOnly(first.bundle());
            });
    assertThat(
            kube.kubectl("get", "secret", SECRET, "-n" + ControlPlane.SYSTEM, "-oyaml")
                .succeeded()
                .out())
        .doesNotContain("renew-ca");
  }

  @Test
  void sidecarsGetTheBundle() {
    var pod =
        kube.kubectl("run", "told", "--image=app", "-nshop", "--dry-run=server", "-oyaml")
            .succeeded();
    var authority = TrustBundle.read(first.bundle()).getLast();
    assertThat(pod.out()).contains("KUMA_CONTROL_PLANE_CA_CERT");
    assertThat(pod.out().replaceAll("\\s", "")).contains(encoded(authority).substring(0, 200));
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String serial(ControlPlane replica) {
    return replica.shown().getSerialNumber().toString();
  }

  private static List<String> bundles() {
    var found = new ArrayList<String>();
    var webhooks = kube.client().admissionRegistration().v1();
    webhooks
        .mutatingWebhookConfigurations()
        .withName(MUTATING)
        .get()
        .getWebhooks()
        .forEach(hook -> found.add(decoded(hook.getClientConfig().getCaBundle())));
    webhooks
        .validatingWebhookConfigurations()
        .withName("kuma-validating-webhook-configuration")
        .get()
        .getWebhooks()
        .forEach(hook -> found.add(decoded(hook.getClientConfig().getCaBundle())));
    return found;
  }

  private static Map<String, String> secret() {
    var secret = kube.client().secrets().inNamespace(ControlPlane.SYSTEM).withName(SECRET).get();
    return secret == null ? Map.of() : secret.getData();
  }

  private static void patch(String patch) {
    kube.kubectl("patch", "mutatingwebhookconfiguration", MUTATING, "--type=json", "-p", patch)
        .succeeded();
  }

  private static String decoded(String base64) {
    return base64 == null
        ? ""
        : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
