package io.higuma.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Overrides;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.settings.SidecarContainer;
import io.higuma.settings.Validated;
import io.higuma.testing.RecordingApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The file and the ConfigMap: one may become valid by a change of the other. */
class ConfigFollowerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SIDECAR =
      "{runtime: {kubernetes: {injector: {sidecarContainer: {%s}}}}}";
  private static final String LIMIT = "resources: {limits: {cpu: '%s'}}";
  private static final String REQUEST = "resources: {requests: {cpu: '%s'}}";

  private final RecordingApi server = new RecordingApi();
  private final KubernetesClient client = server.client();
  private final LoopSupervisor loops = LoopSupervisor.uncounted();
  private final OverridesConfigMap map =
      new OverridesConfigMap(new ApiCalls(client), "kuma-system", loops);
  private final LiveConfig config = config(SIDECAR.formatted(LIMIT.formatted("1")));
  private final ConfigFollower follower =
      new ConfigFollower(config, map, InstantSource.fixed(NOW), new SimpleMeterRegistry(), loops);

  @AfterEach
  void close() {
    map.close();
    client.close();
    server.close();
  }

  @Test
  void rejectedOverridesAreInForceOnceTheFileAllowsThem() {
    follower.apply(stored(1, REQUEST.formatted("2")));
    assertThat(follower.rejected()).hasSize(1);

    follower.applyFile("kuma.yaml", SIDECAR.formatted(LIMIT.formatted("4")));

    assertThat(follower.rejected()).isEmpty();
    assertThat(follower.revision()).isEqualTo(1);
    assertThat(sidecar().resources().requests().cpu()).hasToString("2");
  }

  @Test
  void rejectedFileIsInForceOnceTheOverridesAllowIt() {
    follower.apply(stored(1, REQUEST.formatted("1")));
    follower.applyFile("kuma.yaml", SIDECAR.formatted(LIMIT.formatted("500m")));
    assertThat(follower.rejected()).hasSize(1);

    follower.apply(stored(2, "drainTime: 20s"));

    assertThat(follower.rejected()).isEmpty();
    assertThat(sidecar().resources().limits().cpu()).hasToString("500m");
    assertThat(sidecar().drainTime()).hasSeconds(20);
  }

  @Test
  void rejectedFileThatWasReplacedIsNotTriedAgain() {
    follower.apply(stored(1, REQUEST.formatted("1")));
    follower.applyFile("kuma.yaml", SIDECAR.formatted(LIMIT.formatted("500m")));
    follower.applyFile("kuma.yaml", SIDECAR.formatted(LIMIT.formatted("3")));

    follower.apply(stored(2, "drainTime: 20s"));

    assertThat(sidecar().resources().limits().cpu()).hasToString("3");
  }

  /** A request may have read before the ConfigMap was created, and go on after that. */
  @Test
  void overridesStayIfOnlyARequestHasNotFoundThem() {
    assertThat(follower.applyRead(StoredOverrides.NONE)).isTrue();
    follower.apply(stored(1, "drainTime: 20s"));

    assertThat(follower.applyRead(StoredOverrides.NONE)).isFalse();

    assertThat(sidecar().drainTime()).hasSeconds(20);
    assertThat(follower.revision()).isEqualTo(1);
    assertThat(follower.applyRead(stored(2, "drainTime: 25s"))).isTrue();
    assertThat(sidecar().drainTime()).hasSeconds(25);

    follower.applyWatched();

    assertThat(sidecar().drainTime()).as("the watch has not found them").hasSeconds(30);
  }

  @Test
  void warningsAboutOverridesAreLoggedWhenTheyComeIntoForce() {
    var logged = new ConcurrentLinkedQueue<String>();
    var handler = new Keeping(logged);
    var logger = Logger.getLogger(ConfigFollower.class.getName());
    logger.addHandler(handler);
    try {
      follower.apply(stored(1, "adminPort: 9000"));
      follower.apply(stored(2, "drainTime: 20s"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(logged)
        .filteredOn(text -> text.contains("adminPort"))
        .containsExactly(
            "runtime.kubernetes.injector.sidecarContainer.adminPort has no effect here (override):"
                + " bootstrapServer.params.adminPort is read instead.");
  }

  /** Keeps messages. */
  private static final class Keeping extends Handler {
    private final Queue<String> messages;

    Keeping(Queue<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(new PatternFormatter("%s").format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private SidecarContainer sidecar() {
    return config
        .settings()
        .current()
        .settings()
        .runtime()
        .kubernetes()
        .injector()
        .sidecarContainer();
  }

  private static LiveConfig config(String file) {
    var sources = SettingsSources.none().withFile("kuma.yaml", file);
    return new LiveConfig(
        sources, (LoadedSettings.Valid) SettingsLoader.load(sources), settings -> List.of());
  }

  /** Overrides as the API stores them, with their revision. */
  private static StoredOverrides stored(int version, String sidecar) {
    var text = SIDECAR.formatted(sidecar);
    var tree = ((Validated.Good<Overrides>) Overrides.read("", text)).value().tree();
    var revision = new ConfigRevision(version, NOW, "operator", "api", "changed", tree);
    return new StoredOverrides(Integer.toString(version), text, "higuma", List.of(revision));
  }
}
