package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.higuma.kuma.Annotations;
import io.higuma.testing.AnyServer;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings that change while Pods are injected. */
@NeedsKube
@NeedsPackage
class LiveChangeKubeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INJECTIONS = 1_000;
  private static final Duration BETWEEN_INJECTIONS = Duration.ofMillis(5);
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(100);
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
       "request": {"uid": "u", "kind": {"version": "v1", "kind": "Pod"}, "operation": "CREATE",
         "namespace": "shop",
         "object": {"metadata": {"name": "web"}, "spec": {"containers": [{"name": "app"}]}}}}
      """;

  /** Less than a queue holds: on a busy machine, requests above its limit would be refused. */
  private static final int CONCURRENT = 100;

  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;
  private static HttpClient client;

  /**
   * Settings that were used for the sidecar of one Pod.
   *
   * @param patches the patches that were applied
   * @param drainTime a setting that is changed together with them
   */
  private record Made(Set<String> patches, String drainTime) {}

  private static final Made OLD = new Made(Set.of("OLD_ONE", "OLD_TWO"), "11s");
  private static final Made NEW = new Made(Set.of("NEW_ONE", "NEW_TWO"), "22s");

  @BeforeAll
  static void start(LocalKubeApi api) throws Exception {
    kube = api;
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    for (var mark : List.of("OLD_ONE", "OLD_TWO", "NEW_ONE", "NEW_TWO")) {
      kube.kubectlWith(patch(mark), "apply", "-f", "-").succeeded();
    }
    write(OLD);
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(AnyServer.trusted())
            .build();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> made(inject().join()), OLD::equals);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  private static String nameOf(String mark) {
    return mark.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String patch(String mark) {
    return """
        apiVersion: kuma.io/v1alpha1
        kind: ContainerPatch
        metadata: {name: %s, namespace: kuma-system}
        spec:
          sidecarPatch: [{op: add, path: /env/-, value: '{"name": "MARK_%s", "value": "1"}'}]
        """
        .formatted(nameOf(mark), mark);
  }

  private static void write(Made settings) {
    var overrides =
        "{runtime: {kubernetes: {injector: {containerPatches: %s, sidecarContainer: {drainTime: %s}}}}}"
            .formatted(
                settings.patches().stream().sorted().map(LiveChangeKubeTest::nameOf).toList(),
                settings.drainTime());
    kube.client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("kuma-system")
                .withName("higuma-config")
                .endMetadata()
                .withData(Map.of("overrides.yaml", overrides))
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static CompletableFuture<String> inject() {
    var uri = "https://127.0.0.1:" + controlPlane.webhookPort() + "/inject-sidecar";
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(REVIEW))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body);
  }

  private static JsonNode operations(String answer) {
    try {
      var encoded = JSON.readTree(answer).at("/response/patch").asText();
      return JSON.readTree(Base64.getDecoder().decode(encoded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Made made(String answer) {
    var marks = new TreeSet<String>();
    var drainTimes = new TreeSet<String>();
    for (var environment : operations(answer).findValues("env")) {
      for (var variable : environment) {
        var name = variable.path("name").asText();
        if (name.startsWith("MARK_")) {
          marks.add(name.substring("MARK_".length()));
        }
        if (name.equals("KUMA_DATAPLANE_DRAIN_TIME")) {
          drainTimes.add(variable.path("value").asText());
        }
      }
    }
    return new Made(marks, String.join(" and ", drainTimes));
  }

  private static String provenance(String answer) {
    var key = Annotations.INJECTION.replace("/", "~1");
    for (var operation : operations(answer)) {
      var path = operation.path("path").asText();
      if (path.endsWith("/" + key)) {
        return operation.path("value").asText();
      }
      if (path.endsWith("/annotations")) {
        return operation.path("value").path(Annotations.INJECTION).asText();
      }
    }
    return "";
  }

  @Test
  void noPodGetsAMixOfOldAndNewSettings() throws Exception {
    var done = new AtomicBoolean();
    var changer = Thread.ofVirtual().start(() -> change(done));
    List<CompletableFuture<String>> answers = new ArrayList<>();
    var inFlight = new Semaphore(CONCURRENT);
    long start = System.nanoTime();
    for (int i = 0; i < INJECTIONS; i++) {
      LockSupport.parkNanos(start + i * BETWEEN_INJECTIONS.toNanos() - System.nanoTime());
      inFlight.acquire();
      answers.add(inject().whenComplete((_, _) -> inFlight.release()));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    done.set(true);
    assertThat(changer.join(Duration.ofSeconds(30))).isTrue();

    Map<String, Set<String>> madeFrom = new TreeMap<>();
    List<Made> turns = new ArrayList<>();
    for (var answer : answers) {
      var made = made(answer.join());
      assertThat(made).isIn(OLD, NEW);
      if (turns.isEmpty() || !turns.getLast().equals(made)) {
        turns.add(made);
      }
      madeFrom
          .computeIfAbsent(made.drainTime(), _ -> new TreeSet<>())
          .add(provenance(answer.join()));
    }
    assertThat(turns).as("changes that were seen").hasSizeGreaterThan(4);
    assertThat(madeFrom).hasSize(2).allSatisfy((_, marks) -> assertThat(marks).hasSize(1));
    assertThat(madeFrom.get("11s")).isNotEqualTo(madeFrom.get("22s"));
  }

  private static void change(AtomicBoolean done) {
    for (int i = 1; !done.get(); i++) {
      write(i % 2 == 0 ? OLD : NEW);
      LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
    }
  }
}
