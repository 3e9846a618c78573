package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.SupervisedLoop;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A control plane in which the first turn of every loop ends in a fault: it does all its work all
 * the same. And one in which a loop is stuck.
 */
@NeedsKube
class LoopFaultsKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** All loops there are, by the class that has them. */
  private static final Map<String, Pattern> LOOPS =
      Map.ofEntries(
          Map.entry("io.higuma.admission.AdmissionServer", Pattern.compile("deadlines|drain")),
          Map.entry("io.higuma.api.Inventory", Pattern.compile("inventory")),
          Map.entry("io.higuma.cluster.ClusterClient", Pattern.compile("ask-version")),
          Map.entry("io.higuma.cluster.ControlLoop", Pattern.compile("election|outbounds")),
          Map.entry("io.higuma.cluster.DefaultMesh", Pattern.compile("default mesh")),
          Map.entry("io.higuma.cluster.EventSender", Pattern.compile("events of \\S+")),
          Map.entry("io.higuma.cluster.InjectionEvents", Pattern.compile("injection events")),
          Map.entry("io.higuma.cluster.PatchStatuses", Pattern.compile("patch statuses")),
          Map.entry("io.higuma.cluster.Reflector", Pattern.compile("reflect .+")),
          Map.entry("io.higuma.cluster.Watched", Pattern.compile("listen for silence.*")),
          Map.entry("io.higuma.cluster.WebhookRegistrations", Pattern.compile("webhooks")),
          Map.entry("io.higuma.cluster.Workers", Pattern.compile("dataplanes \\d+")),
          Map.entry("io.higuma.settings.WatchedFile", Pattern.compile("watch .+(\\.yaml|\\.pem)")),
          Map.entry("io.higuma.tls.CertificateFiles", Pattern.compile("watch .+\\.crt")),
          Map.entry("io.higuma.tls.OwnAuthority", Pattern.compile("authority")));

  @TempDir private static Path folder;
  private static LocalKubeApi kube;
  private static final Turns FAULTS = new Turns(LoopFaultsKubeTest::failsAtFirst);

  private static void failsAtFirst(Counter turns) {
    if (turns.count() == 1) {
      var loop = String.valueOf(turns.getId().getTag("loop"));
      if (loop.length() % 2 == 0) {
        throw new IllegalStateException("the first turn of " + loop);
      }
      throw new NoClassDefFoundError("the first turn of " + loop);
    }
  }

  @BeforeAll
  static void doesAllItsWork(LocalKubeApi api) throws Exception {
    kube = api;
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("create", "namespace", ControlPlane.SYSTEM).succeeded();
    var file = Files.writeString(folder.resolve("kuma-cp.yaml"), "{}");
    try (var controlPlane =
        ControlPlane.start(kube, environment(), file, FAULTS.watch(System::nanoTime))) {
      controlPlane.awaitReady();
      await(() -> assertThat(FAULTS.get("higuma_leader").gauge().value()).isEqualTo(1));
      await(() -> kube.kubectl("get", "mesh", "default").succeeded());
      ControlPlane.register(kube, controlPlane.server().admissionPort(), "");
      // Only with the caBundle that is written by itself.
      Awaitility.await().atMost(LIMIT).until(controlPlane::isRegistered);

      assertThat(
              kube.kubectl("run", "bad", "--image=a", "-ndefault", "--labels=" + labels("no"))
                  .exitCode())
          .isEqualTo(1);
      kube.kubectl("run", "good", "--image=a", "-ndefault", "--labels=" + labels("default"))
          .succeeded();
      var address = "{\"status\": {\"phase\": \"Running\", \"podIP\": \"10.0.0.1\"}}";
      kube.kubectl("patch", "pod", "good", "-ndefault", "--subresource=status", "-p" + address)
          .succeeded();
      await(() -> kube.kubectl("get", "dataplane", "good", "-ndefault").succeeded());
      await(() -> assertThat(events()).contains("CreatedKumaDataplane", "InjectionRefused"));

      Files.writeString(
          file, "runtime: {kubernetes: {injector: {sidecarContainer: {adminPort: 9902}}}}");
      await(() -> assertThat(FAULTS.scrape()).contains("higuma_config_changes_total{"));
      await(() -> assertThat(FAULTS.scrape()).containsPattern("higuma_pods\\{.*} \\d"));
      await(() -> assertThat(loops()).allSatisfy(LoopFaultsKubeTest::wentOn));
    }
  }

  private static Map<String, String> environment() throws Exception {
    ControlPlane.certificateIn(folder);
    var trusted = folder.resolve("trusted.pem");
    Files.copy(Path.of("src/test/resources/kuma-2.14/ca.crt"), trusted);
    return Map.of(
        "KUMA_DEFAULTS_SKIP_MESH_CREATION", "false",
        "KUMA_API_SERVER_HTTPS_TLS_CERT_FILE", folder.resolve("tls.crt").toString(),
        "KUMA_API_SERVER_HTTPS_TLS_KEY_FILE", folder.resolve("tls.key").toString(),
        "KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE", trusted.toString());
  }

  private static String labels(String mesh) {
    return "kuma.io/sidecar-injection=enabled,kuma.io/mesh=" + mesh;
  }

  private static String events() {
    return kube.kubectl("get", "events", "-ndefault", "-ojsonpath={.items[*].reason}")
        .succeeded()
        .out();
  }

  static Set<String> loops() {
    return FAULTS.find("higuma_loop_turns").counters().stream()
        .map(counter -> String.valueOf(counter.getId().getTag("loop")))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("loops")
  void goesOnAfterItsFault(String loop) {
    wentOn(loop);
  }

  private static void wentOn(String loop) {
    assertThat(FAULTS.count("higuma_loop_faults", loop)).as("faults of %s", loop).isEqualTo(1);
    assertThat(FAULTS.count("higuma_loop_turns", loop)).as("turns of %s", loop).isGreaterThan(1);
  }

  static Set<Map.Entry<String, Pattern>> classes() {
    return new TreeMap<>(LOOPS).entrySet();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void theLoopsOfEveryClassWereMadeToFail(Map.Entry<String, Pattern> classOfLoops) {
    assertThat(loops()).anyMatch(classOfLoops.getValue().asMatchPredicate());
  }

  @Test
  void everyClassThatHasLoopsIsListed() {
    var having =
        new ClassFileImporter()
                .importPaths(Path.of("target", "classes"))
                .get(LoopSupervisor.class)
                .getMethods()
                .stream()
                .filter(method -> method.getRawReturnType().isEquivalentTo(SupervisedLoop.class))
                .flatMap(method -> method.getAccessesToSelf().stream())
                .map(access -> access.getOriginOwner().getName())
                .collect(Collectors.toSet());
    assertThat(having).isEqualTo(LOOPS.keySet());
  }

  @Test
  void everyLoopIsOfAListedClass() {
    assertThat(loops())
        .allSatisfy(
            loop -> assertThat(LOOPS.values()).anyMatch(names -> names.matcher(loop).matches()));
  }

  @Test
  void isNotAliveWhileALoopIsStuck() throws Exception {
    var stuck = new CountDownLatch(1);
    var later = new AtomicLong();
    var turns = new Turns(counter -> awaitIf("election", counter, stuck));
    var file = Files.writeString(folder.resolve("other.yaml"), "{}");
    try (var controlPlane =
        ControlPlane.start(
            kube, Map.of(), file, turns.watch(() -> System.nanoTime() + later.get()))) {
      controlPlane.awaitReady();
      await(() -> assertThat(turns.count("higuma_loop_turns", "election")).isEqualTo(1));
      assertThat(diagnostics(controlPlane, "/healthy").statusCode()).isEqualTo(200);

      // More than the limit of the election, less than those of loops that wait for events.
      later.set(Duration.ofSeconds(100).toNanos());

      await(
          () ->
              assertThat(diagnostics(controlPlane, "/healthy").body())
                  .matches(
                      "not alive: (loop election: last heartbeat 1\\d\\d s ago, limit 80 s[,\n] ?){2}"));
      assertThat(diagnostics(controlPlane, "/healthy").statusCode()).isEqualTo(503);
      assertThat(diagnostics(controlPlane, "/q/health/live").body())
          .contains("\"name\":\"leader loop\",\"status\":\"DOWN\"");
      assertThat(diagnostics(controlPlane, "/ready").statusCode()).isEqualTo(200);

      stuck.countDown();
      await(() -> assertThat(diagnostics(controlPlane, "/healthy").statusCode()).isEqualTo(200));
      assertThat(diagnostics(controlPlane, "/q/health/live").body())
          .contains("\"name\":\"leader loop\",\"status\":\"UP\"");
    } finally {
      stuck.countDown();
    }
  }

  private static void awaitIf(String loop, Counter turns, CountDownLatch stuck) {
    if (loop.equals(turns.getId().getTag("loop"))) {
      try {
        stuck.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static HttpResponse<String> diagnostics(ControlPlane controlPlane, String path)
      throws Exception {
    var port = controlPlane.server().diagnosticsPort();
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }

  /** Does something to loops as they count their turns, at the beginning of each. */
  private static final class Turns extends PrometheusMeterRegistry {
    private final Consumer<Counter> turn;

    Turns(Consumer<Counter> turn) {
      super(PrometheusConfig.DEFAULT);
      this.turn = turn;
    }

    Watch watch(java.util.function.LongSupplier nanos) {
      return new Watch(this, new LoopSupervisor(this, nanos));
    }

    double count(String metric, String loop) {
      return get(metric).tag("loop", loop).counter().count();
    }

    @Override
    public Counter newCounter(Meter.Id id) {
      var counter = super.newCounter(id);
      return id.getName().equals("higuma_loop_turns") ? new Turning(counter, turn) : counter;
    }
  }

  private record Turning(Counter counter, Consumer<Counter> turn) implements Counter {
    @Override
    public void increment(double amount) {
      counter.increment(amount);
      turn.accept(counter);
    }

    @Override
    public double count() {
      return counter.count();
    }

    @Override
    public Meter.Id getId() {
      return counter.getId();
    }

    @Override
    public Iterable<io.micrometer.core.instrument.Measurement> measure() {
      return counter.measure();
    }
  }
}
