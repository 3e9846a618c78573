package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.SupervisedLoop;
import io.higuma.sandbox.kube.Folders;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.testing.CommandResult;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ServedCertificate;
import io.higuma.testing.TestedControlPlane;
import io.micrometer.core.instrument.Counter;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A control plane in which the first iteration of every loop throws: all its work is still done.
 */
@NeedsKube
@QuarkusTest
@TestProfile(LoopFaultsKubeTest.Failing.class)
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_DEFAULTS_SKIP_MESH_CREATION", value = "false"))
@WithTestResource(LoopFaultsKubeTest.Folder.class)
class LoopFaultsKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String FOLDER = "test.folder";
  private static final String SETTINGS = "kuma-cp.yaml";

  /** All loops by the class that starts them. */
  private static final Map<String, Pattern> LOOPS =
      Map.ofEntries(
          Map.entry("io.higuma.admission.AdmissionServer", Pattern.compile("deadlines|drain")),
          Map.entry("io.higuma.api.Inventory", Pattern.compile("inventory")),
          Map.entry("io.higuma.api.status.ChangeNotices", Pattern.compile("change notices")),
          Map.entry("io.higuma.api.status.LastHour", Pattern.compile("last hour")),
          Map.entry("io.higuma.app.IdleCollection", Pattern.compile("idle collection")),
          Map.entry(
              "io.higuma.cluster.controller.DataplaneController",
              Pattern.compile("election|outbounds")),
          Map.entry("io.higuma.cluster.controller.DefaultMesh", Pattern.compile("default mesh")),
          Map.entry("io.higuma.cluster.controller.EventSender", Pattern.compile("events of \\S+")),
          Map.entry(
              "io.higuma.cluster.controller.InjectionEvents", Pattern.compile("injection events")),
          Map.entry(
              "io.higuma.cluster.controller.PatchStatuses", Pattern.compile("patch statuses")),
          Map.entry("io.higuma.cluster.cache.Reflector", Pattern.compile("reflect .+")),
          Map.entry("io.higuma.cluster.client.ServerVersion", Pattern.compile("server version")),
          Map.entry("io.higuma.cluster.cache.Informer", Pattern.compile("idle watch.*")),
          Map.entry(
              "io.higuma.cluster.controller.VirtualIpController", Pattern.compile("virtual IPs")),
          Map.entry(
              "io.higuma.cluster.controller.WebhookConfigurations", Pattern.compile("webhooks")),
          Map.entry("io.higuma.cluster.controller.Workers", Pattern.compile("dataplanes \\d+")),
          Map.entry("io.higuma.settings.WatchedFile", Pattern.compile("watch .+(\\.yaml|\\.pem)")),
          Map.entry("io.higuma.tls.CertificateFiles", Pattern.compile("watch .+\\.crt")),
          Map.entry("io.higuma.tls.OwnAuthority", Pattern.compile("authority")),
          Map.entry("io.higuma.xds.server.InsightWriter", Pattern.compile("insights")),
          Map.entry("io.higuma.xds.server.MeshSupport", Pattern.compile("unserved meshes")),
          Map.entry("io.higuma.xds.server.PolicyWatch", Pattern.compile("kinds of policies")));

  TestedControlPlane controlPlane;
  @Inject Loops loops;

  @ConfigProperty(name = FOLDER)
  Path folder;

  /** Test profile with the loops of this test. */
  public static final class Failing implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Loops.class);
    }
  }

  /** A file of each kind that is watched. */
  public static final class Folder implements QuarkusTestResourceLifecycleManager {
    private Optional<Path> made = Optional.empty();

    @Override
    public Map<String, String> start() {
      try {
        var folder = Files.createTempDirectory("higuma-loops-");
        made = Optional.of(folder);
        ServedCertificate.in(folder);
        Files.writeString(folder.resolve(SETTINGS), "{}");
        var trusted = folder.resolve("trusted.pem");
        Files.copy(Path.of("src/test/resources/kuma-2.14/ca.crt"), trusted);
        return Map.of(
            FOLDER,
            folder.toString(),
            "KUMA_API_SERVER_HTTPS_TLS_CERT_FILE",
            folder.resolve("tls.crt").toString(),
            "KUMA_API_SERVER_HTTPS_TLS_KEY_FILE",
            folder.resolve("tls.key").toString(),
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE",
            trusted.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      made.ifPresent(Folders::delete);
    }
  }

  /** Loops that fail in their first iteration, and a configuration file to watch. */
  @Alternative
  @Singleton
  static final class Loops {
    private final TurnsRegistry turns = new TurnsRegistry(Loops::failAtFirst);

    @Produces
    @Singleton
    LoopSupervisor supervisor() {
      return new LoopSupervisor(turns, System::nanoTime);
    }

    @Produces
    @Singleton
    FollowedConfig.Start start(@ConfigProperty(name = FOLDER) Path folder) throws IOException {
      var file = folder.resolve(SETTINGS);
      var sources = Launch.settings().sources().withFile(SETTINGS, Files.readString(file));
      var loaded = (LoadedSettings.Valid) SettingsLoader.load(sources);
      return new FollowedConfig.Start(sources, loaded, Optional.of(file));
    }

    private static void failAtFirst(Counter counter) {
      if (counter.count() == 1) {
        var loop = TurnsRegistry.loop(counter);
        if (loop.length() % 2 == 0) {
          throw new IllegalStateException("the first iteration of " + loop);
        }
        throw new NoClassDefFoundError("the first iteration of " + loop);
      }
    }
  }

  @Test
  void doesAllItsWorkAfterEveryLoopHasFailed() throws IOException {
    controlPlane.awaitReady();
    await(() -> assertThat(metrics()).containsPattern("higuma_leader(\\{.*})? 1\\.0"));
    await(() -> kubectl("get", "mesh", "default").succeeded());
    // Only with the caBundle that the control plane writes.
    controlPlane.register();

    assertThat(run("bad", "no").exitCode()).isEqualTo(1);
    run("good", "default").succeeded();
    var address = "{\"status\": {\"phase\": \"Running\", \"podIP\": \"10.0.0.1\"}}";
    kubectl("patch", "pod", "good", "-ndefault", "--subresource=status", "-p" + address)
        .succeeded();
    await(() -> kubectl("get", "dataplane", "good", "-ndefault").succeeded());
    await(() -> assertThat(events()).contains("CreatedKumaDataplane", "InjectionRefused"));

    Files.writeString(
        folder.resolve(SETTINGS),
        "runtime: {kubernetes: {injector: {sidecarContainer: {adminPort: 9902}}}}");
    await(() -> assertThat(metrics()).contains("higuma_config_changes_total{"));
    await(() -> assertThat(metrics()).containsPattern("higuma_pods\\{.*} \\d"));

    await(() -> assertThat(loops.turns.loops()).allSatisfy(this::failedOnceAndContinued));
    assertThat(LOOPS)
        .allSatisfy(
            (type, names) ->
                assertThat(loops.turns.loops()).as(type).anyMatch(names.asMatchPredicate()));
    assertThat(loops.turns.loops())
        .allSatisfy(
            loop -> assertThat(LOOPS.values()).anyMatch(names -> names.matcher(loop).matches()));
  }

  private void failedOnceAndContinued(String loop) {
    assertThat(loops.turns.faults(loop)).as("faults of %s", loop).isEqualTo(1);
    assertThat(loops.turns.turns(loop)).as("turns of %s", loop).isGreaterThan(1);
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

  private CommandResult kubectl(String... arguments) {
    return controlPlane.kube().kubectl(arguments);
  }

  private CommandResult run(String pod, String mesh) {
    var labels = "--labels=kuma.io/sidecar-injection=enabled,kuma.io/mesh=" + mesh;
    return kubectl("run", pod, "--image=a", "-ndefault", labels);
  }

  private String events() {
    return kubectl("get", "events", "-ndefault", "-ojsonpath={.items[*].reason}").succeeded().out();
  }

  private String metrics() {
    return controlPlane.get("/metrics").asString();
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }
}
