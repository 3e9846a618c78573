package io.higuma.config;

import io.higuma.cluster.client.ResourceVersions;
import io.higuma.cluster.controller.EventReason;
import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Overrides;
import io.higuma.settings.SettingsSources;
import io.higuma.settings.Validated;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/**
 * Applies changes of the overrides ConfigMap and of the configuration file. Rejects invalid ones:
 * the last valid configuration stays in force, and the rejection is reported by log, Event, metric
 * and readiness.
 */
public final class ConfigFollower {
  private static final Logger LOG = Logger.getLogger(ConfigFollower.class);
  private static final String STORED = "overrides";
  private static final String FILE = "file";
  private static final String ACCEPTED = "accepted";
  private static final String REJECTED = "rejected";

  private final LiveConfig config;
  private final OverridesConfigMap map;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final LoopSupervisor loops;
  private final Map<String, String> rejected = new ConcurrentSkipListMap<>();
  private StoredOverrides seen = StoredOverrides.NONE;
  private Optional<SettingsSources.File> rejectedFile = Optional.empty();
  private volatile ParsedOverrides parsed = ParsedOverrides.of("");
  private boolean initialized;
  private volatile long revision;

  private record ParsedOverrides(String text, Validated<Overrides> overrides) {
    static ParsedOverrides of(String text) {
      return new ParsedOverrides(text, Overrides.read("overrides.yaml", text));
    }
  }

  /** Creates a follower that has read nothing yet. */
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
          .description("1 while a source is rejected and its last valid configuration is in force")
          .tag("source", source)
          .register(meters);
      for (var result : List.of(ACCEPTED, REJECTED)) {
        var _ = changes(source, result);
      }
    }
  }

  /** Rejected configuration with reasons; empty if there is none. */
  public List<String> rejected() {
    return List.copyOf(rejected.values());
  }

  /** The revision of the overrides in force; 0 if there never were any. */
  public long revision() {
    return revision;
  }

  /** The newest stored overrides that this process has seen. */
  public synchronized StoredOverrides seen() {
    return seen;
  }

  /** Applies the overrides that the watch has read. */
  public void applyWatched() {
    apply(map.watched());
  }

  /** Applies a changed configuration file, and then overrides that may be valid with it. */
  public synchronized void applyFile(String name, String text) {
    var file = new SettingsSources.File(name, text);
    var problems = reload(file);
    rejectedFile = problems.isEmpty() ? Optional.empty() : Optional.of(file);
    if (!problems.isEmpty()) {
      rejected(FILE, name, Violation.join(problems), text);
    } else if (rejected.containsKey(STORED) && enforce(seen).isEmpty()) {
      inForce(seen);
    }
  }

  /** Returns the violations, or none if the file is in force now. */
  private List<Violation> reload(SettingsSources.File file) {
    var loaded = config.reload(file);
    loaded.warnings().forEach(warning -> LOG.warnf("%s", warning));
    return switch (loaded) {
      case LoadedSettings.Valid _ -> {
        accepted(FILE, "the file " + file.name());
        yield List.of();
      }
      case LoadedSettings.Invalid invalid -> invalid.violations();
    };
  }

  /**
   * Applies the stored overrides, unless newer ones have been seen, and then a file that may be
   * valid with them.
   */
  public synchronized void apply(StoredOverrides stored) {
    boolean first = !initialized;
    initialized = true;
    if (isOlder(stored, seen) || stored.equals(seen)) {
      return;
    }
    seen = stored;
    var problems = enforce(stored);
    if (problems.isEmpty()) {
      inForce(stored);
      rejectedFile = rejectedFile.filter(file -> !reload(file).isEmpty());
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

  /**
   * Applies overrides that a request has read. If nothing was stored then, but this process has
   * seen a version, that is left to the watch: the read may be older than the version.
   *
   * @return whether they are applied, or older than those that are
   */
  public synchronized boolean applyRead(StoredOverrides stored) {
    boolean mayBeOutdated = isAbsent(stored) && !isAbsent(seen);
    if (!mayBeOutdated) {
      apply(stored);
    }
    return !mayBeOutdated;
  }

  private static boolean isAbsent(StoredOverrides stored) {
    return stored.resourceVersion().isEmpty();
  }

  private void inForce(StoredOverrides stored) {
    revision = stored.number();
    accepted(STORED, "ConfigMap " + OverridesConfigMap.NAME + ", revision " + revision);
    if (!withEdit(stored).equals(stored)) {
      loops.task("settings history", () -> writeEdit(stored));
    }
  }

  /** A deleted ConfigMap has no {@code resourceVersion} and never counts as older. */
  private static boolean isOlder(StoredOverrides stored, StoredOverrides seen) {
    return !isAbsent(stored)
        && ResourceVersions.compare(stored.resourceVersion(), seen.resourceVersion()) < 0;
  }

  private List<Violation> enforce(StoredOverrides stored) {
    return enforce(parsed(stored));
  }

  /** The overrides of the stored text, which may be large and is needed several times. */
  public Validated<Overrides> parsed(StoredOverrides stored) {
    var last = parsed;
    if (!last.text().equals(stored.text())) {
      last = ParsedOverrides.of(stored.text());
      parsed = last;
    }
    return last.overrides();
  }

  /** Applies the overrides; returns the violations, or none if they are in force now. */
  private List<Violation> enforce(Validated<Overrides> read) {
    return switch (read) {
      case Validated.Good<Overrides>(var overrides) ->
          switch (config.override(overrides)) {
            case LoadedSettings.Valid valid -> {
              config.warningsOfOverrides(valid).forEach(warning -> LOG.warnf("%s", warning));
              yield List.of();
            }
            case LoadedSettings.Invalid invalid -> invalid.violations();
          };
      case Validated.Bad<Overrides>(var violations) -> violations;
    };
  }

  /**
   * After a start there is no last valid configuration in memory: uses the newest valid revision of
   * the history.
   */
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
    count(source, ACCEPTED);
    LOG.infof("configuration in force: %s", what);
  }

  private void rejected(String source, String name, String reason, String version) {
    var message = name + " is rejected, the last valid configuration stays in force: " + reason;
    rejected.put(source, message);
    count(source, REJECTED);
    LOG.errorf("%s", message);
    var at = clock.instant();
    loops.task(
        "settings events", () -> map.warn(EventReason.CONFIG_REJECTED, message, version, at));
  }

  private void count(String source, String result) {
    changes(source, result).increment();
  }

  private Counter changes(String source, String result) {
    return Counter.builder("higuma_config_changes")
        .description("Changes of the settings by source and result")
        .tag("source", source)
        .tag("result", result)
        .register(meters);
  }

  /**
   * Adds a revision for a valid edit that bypassed the API, so that it is in the history and can be
   * rolled back; returns the argument if there was no such edit.
   */
  public StoredOverrides withEdit(StoredOverrides stored) {
    var known =
        stored.newest().map(ConfigRevision::overrides).orElseGet(() -> Overrides.none().tree());
    return parsed(stored) instanceof Validated.Good<Overrides>(var overrides)
            && !overrides.tree().equals(known)
            && config.dryRun(overrides) instanceof LoadedSettings.Valid
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

  /** Does nothing if another replica has already written the revision. */
  private void writeEdit(StoredOverrides stored) {
    var edited = withEdit(stored);
    if (!edited.fits()) {
      LOG.warnf(
          "an edit of ConfigMap %s is not in the history: with it, the ConfigMap would have %d"
              + " bytes, at most %d are possible",
          OverridesConfigMap.NAME, edited.bytes(), StoredOverrides.MAX_BYTES);
      return;
    }
    try {
      map.write(stored, edited).ifPresent(this::apply);
    } catch (IOException e) {
      LOG.warnf(
          "an edit of ConfigMap %s is not in the history: %s",
          OverridesConfigMap.NAME, e.getMessage());
    }
  }
}
