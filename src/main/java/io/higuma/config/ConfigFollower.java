package io.higuma.config;

import io.higuma.cluster.client.ResourceVersions;
import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Overrides;
import io.higuma.settings.SettingsSources;
import io.higuma.settings.Validated;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/**
 * Puts in force what the ConfigMap and the configuration file say, and keeps out what is bad: the
 * last good stays, and people are told by log, Event, metric and readiness.
 */
public final class ConfigFollower {
  private static final Logger LOG = Logger.getLogger(ConfigFollower.class);
  private static final String STORED = "overrides";
  private static final String FILE = "file";

  private final LiveConfig config;
  private final OverridesConfigMap map;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final LoopSupervisor loops;
  private final Map<String, String> rejected = new ConcurrentSkipListMap<>();
  private StoredOverrides seen = StoredOverrides.NONE;
  private boolean looked;
  private volatile long revision;

  /** Follows nothing yet. */
  public ConfigFollower(
      LiveConfig config,
      OverridesConfigMap map,
      InstantSource clock,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.config = config;
    this.map = map;
    this.clock = clock;
    this.meters = meters;
    this.loops = loops;
    Gauge.builder("higuma_config_revision", this, follower -> follower.revision)
        .description("The number of the overrides in force")
        .register(meters);
    for (var source : List.of(STORED, FILE)) {
      Gauge.builder("higuma_config_rejected", this, it -> it.rejected.containsKey(source) ? 1 : 0)
          .description("1 where what is configured is bad and the last good is in force")
          .tag("source", source)
          .register(meters);
    }
  }

  /** What is configured but not in force, and why; empty where nothing is. */
  public List<String> rejected() {
    return List.copyOf(rejected.values());
  }

  /** The number of the overrides in force; 0 where there never were any. */
  public long revision() {
    return revision;
  }

  /** The newest of what is stored that this process has seen. */
  public synchronized StoredOverrides seen() {
    return seen;
  }

  /** Takes over what the watch has seen. */
  public void look() {
    take(map.watched());
  }

  /** Takes over a configuration file that has changed. */
  public void file(String name, String text) {
    var loaded = config.reload(new SettingsSources.File(name, text));
    loaded.warnings().forEach(warning -> LOG.warnf("%s", warning));
    switch (loaded) {
      case LoadedSettings.Valid _ -> accepted(FILE, "the file " + name);
      case LoadedSettings.Invalid invalid ->
          rejected(FILE, name, Violation.join(invalid.violations()), text);
    }
  }

  /** Takes over what is stored, unless something newer has been seen. */
  public synchronized void take(StoredOverrides stored) {
    boolean first = !looked;
    looked = true;
    if (isOlder(stored, seen) || stored.equals(seen)) {
      return;
    }
    seen = stored;
    var problems = enforce(Overrides.read("overrides.yaml", stored.text()));
    if (problems.isEmpty()) {
      revision = stored.number();
      accepted(STORED, "ConfigMap " + OverridesConfigMap.NAME + ", revision " + revision);
      if (!withEdit(stored).equals(stored)) {
        loops.task("settings history", () -> writeEdit(stored));
      }
    } else {
      rejected(
          STORED,
          "ConfigMap " + OverridesConfigMap.NAME,
          Violation.join(problems),
          stored.resourceVersion());
      if (first) {
        fallBack(stored);
      }
    }
  }

  /** A ConfigMap that was deleted has no version, and is not older than anything. */
  private static boolean isOlder(StoredOverrides stored, StoredOverrides seen) {
    var version = stored.resourceVersion();
    return !version.isEmpty() && ResourceVersions.compare(version, seen.resourceVersion()) < 0;
  }

  /** What is wrong with them; empty where they are in force now. */
  private List<Violation> enforce(Validated<Overrides> read) {
    return switch (read) {
      case Validated.Good<Overrides>(var overrides) ->
          switch (config.override(overrides)) {
            case LoadedSettings.Valid _ -> List.of();
            case LoadedSettings.Invalid invalid -> invalid.violations();
          };
      case Validated.Bad<Overrides>(var violations) -> violations;
    };
  }

  /** After a start there is no last good in memory, but there is history. */
  private void fallBack(StoredOverrides stored) {
    for (ConfigRevision old : stored.revisions().reversed()) {
      if (enforce(Overrides.of(old.overrides())).isEmpty()) {
        revision = old.number();
        LOG.warnf("overrides of revision %d are in force instead", revision);
        return;
      }
    }
  }

  private void accepted(String source, String what) {
    rejected.remove(source);
    count(source, "accepted");
    LOG.infof("configuration in force: %s", what);
  }

  private void rejected(String source, String name, String why, String version) {
    var message = name + " is kept out, the last good stays: " + why;
    rejected.put(source, message);
    count(source, "rejected");
    LOG.errorf("%s", message);
    var at = clock.instant();
    loops.task("settings events", () -> map.warn("ConfigRejected", message, version, at));
  }

  private void count(String source, String result) {
    meters.counter("higuma_config_changes", "source", source, "result", result).increment();
  }

  /**
   * The same with a revision of its own for a good edit past the API, so that it can be seen and
   * taken back like others; itself where there was none.
   */
  public StoredOverrides withEdit(StoredOverrides stored) {
    var known =
        stored.newest().map(ConfigRevision::overrides).orElseGet(() -> Overrides.none().tree());
    return Overrides.read("", stored.text()) instanceof Validated.Good<Overrides>(var overrides)
            && !overrides.tree().equals(known)
            && config.tried(overrides) instanceof LoadedSettings.Valid
        ? stored.with(
            stored.text(),
            new ConfigRevision(
                stored.number() + 1,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                stored.editor(),
                "configmap",
                "edited ConfigMap " + OverridesConfigMap.NAME,
                overrides.tree()))
        : stored;
  }

  /** Where another replica is faster, there is nothing left to do. */
  private void writeEdit(StoredOverrides stored) {
    try {
      map.write(stored, withEdit(stored)).ifPresent(this::take);
    } catch (IOException e) {
      LOG.warnf(
          "an edit of ConfigMap %s is not in the history: %s",
          OverridesConfigMap.NAME, e.getMessage());
    }
  }
}
