package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Posted;
import io.higuma.testing.ServedCertificate;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behaviour before the caches are synced and while the API server is unavailable. */
@NeedsKube
@NeedsPackage
@DisplayName("reliability 20: cold start")
class ColdStartKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "early", "operation": "CREATE", "namespace": "shop", "object": {
          "metadata": {"name": "early"}, "spec": {"containers": [{"name": "app"}]}}}}
      """;

  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    makeShop(kube);
  }

  /** A test may have left the API server suspended or killed, and the label changed. */
  @BeforeEach
  void restore() {
    kube.apiServer().thaw();
    kube.apiServer().start();
    kube.awaitReady();
    label("enabled");
  }

  private static void label(String injection) {
    kube.kubectl(
            "label", "namespace", "shop", "kuma.io/sidecar-injection=" + injection, "--overwrite")
        .succeeded();
  }

  @Test
  void callDuringTheStartWaitsAndIsAnswered(@TempDir Path files) throws Exception {
    kube.apiServer().freeze();
    var vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, ServedCertificate.in(files))) {
      controlPlane.awaitOpen();
      var answer = inject(vertx, controlPlane);
      assertThat(controlPlane.get("/ready").statusCode()).isEqualTo(503);
      assertThat(controlPlane.get("/ready").body()).contains("Namespaces", "Meshes");
      assertThat(answer).isNotDone();
      kube.apiServer().thaw();
      Awaitility.await().atMost(LIMIT).until(answer::isDone);
      assertThat(answer.get())
          .contains("\"uid\":\"early\"")
          .contains("\"patchType\":\"JSONPatch\"");
      controlPlane.awaitReady();
      assertThat(controlPlane.get("/ready").statusCode()).isEqualTo(200);
    } finally {
      Settled.of(20, vertx.close());
    }
  }

  @Test
  void handshakeBeforeTheAuthorityIsReadWaitsAndIsAnswered() throws Exception {
    kube.apiServer().freeze();
    var vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, Map.of())) {
      var anybody = new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
      controlPlane.awaitOpen();
      var answer = inject(vertx, controlPlane, anybody);
      assertThat(controlPlane.get("/ready").body()).contains("certificate");
      assertThat(answer).isNotDone();
      kube.apiServer().thaw();
      Awaitility.await().atMost(LIMIT).until(answer::isDone);
      assertThat(answer.get()).contains("\"patchType\":\"JSONPatch\"");
    } finally {
      Settled.of(20, vertx.close());
    }
  }

  @Test
  void kindsThatTheClusterDoesNotKnowCountAsEmptyUntilTheyAreInstalled(
      LocalKubeApi empty, @TempDir Path files) {
    makeShop(empty);
    var environment = ServedCertificate.in(files);
    try (var _ = ControlPlane.start(empty, environment).awaitReady().register()) {
      assertThat(run(empty, "early").err()).contains("meshes.kuma.io \"default\" not found");
      ClusterSetup.install(empty);
      Awaitility.await().atMost(LIMIT).until(() -> run(empty, "late").exitCode() == 0);
      assertThat(empty.client().pods().inNamespace("shop").withName("late").get())
          .extracting(pod -> pod.getSpec().getInitContainers().getLast().getName())
          .isEqualTo("kuma-sidecar");
    }
  }

  @Test
  void decidesFromMemoryWhileTheApiServerIsAway() throws Exception {
    var vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady()) {
      var bundle = controlPlane.bundle();
      kube.apiServer().kill();
      var answer = inject(vertx, controlPlane, trusting(bundle));
      Awaitility.await().atMost(LIMIT).until(answer::isDone);
      assertThat(answer.get()).contains("\"patchType\":\"JSONPatch\"");
    } finally {
      Settled.of(20, vertx.close());
    }
  }

  @Test
  void appliesAChangedNamespaceLabel() {
    var vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady()) {
      assertThat(inject(vertx, controlPlane).join()).contains("\"patchType\"");
      label("no");
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(inject(vertx, controlPlane).join()).doesNotContain("\"patchType\""));
    } finally {
      Settled.of(20, vertx.close());
    }
  }

  private static void makeShop(LocalKubeApi kube) {
    ClusterSetup.injectedNamespace(kube, "shop");
  }

  private static CommandResult run(LocalKubeApi kube, String name) {
    return kube.kubectl("run", name, "--image=app", "-nshop");
  }

  private static CompletableFuture<String> inject(Vertx vertx, ControlPlane controlPlane) {
    return inject(vertx, controlPlane, trusting(controlPlane.bundle()));
  }

  private static HttpClientOptions trusting(String bundle) {
    var trust = new PemTrustOptions().addCertValue(Buffer.buffer(bundle));
    return new HttpClientOptions().setSsl(true).setTrustOptions(trust);
  }

  private static CompletableFuture<String> inject(
      Vertx vertx, ControlPlane controlPlane, HttpClientOptions caller) {
    return Posted.to(
            vertx.createHttpClient(caller), controlPlane.webhookPort(), "/inject-sidecar", REVIEW)
        .map(Posted::body)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
