package io.higuma.api;

import io.higuma.config.ConfigFollower;
import io.higuma.config.ConfigRevision;
import io.higuma.config.FollowedConfig;
import io.higuma.config.OverridesConfigMap;
import io.higuma.config.StoredOverrides;
import io.higuma.kuma.TextTruncation;
import io.higuma.kuma.Violation;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.LivePaths;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.OverrideChange;
import io.higuma.settings.Overrides;
import io.higuma.settings.Settings;
import io.higuma.settings.Validated;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Reads the configuration, and changes it for all replicas. */
public final class ConfigService {
  private static final Logger LOG = Logger.getLogger(ConfigService.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final int MAX_NOTED_KEYS = 5;
  private static final int MAX_SHOWN_LENGTH = 60;

  private final LiveConfig config;
  private final ConfigFollower follower;
  private final OverridesConfigMap map;
  private final InstantSource clock;
  private final Advice advice;

  /**
   * Checks of changed settings, for the response of a change.
   *
   * @param warnings returns warnings about the settings
   * @param workloads finds the workloads that would change; empty if not available
   */
  public record Advice(
      Function<Settings, List<String>> warnings, Optional<WorkloadChanges.Finder> workloads) {}

  /**
   * A change request.
   *
   * @param path the setting or section that the response contains
   * @param condition the caller's {@code If-Match}
   * @param user the caller's user name
   * @param note description for the history; the changed keys are appended
   * @param dryRun only report what would change
   */
  public record Request(
      String path, Precondition condition, String user, String note, boolean dryRun) {}

  /** Creates the service. */
  public ConfigService(FollowedConfig followed, InstantSource clock, Advice advice) {
    this.config = followed.config();
    this.follower = followed.follower();
    this.map = followed.overrides();
    this.clock = clock;
    this.advice = advice;
  }

  /** The settings in force. */
  public Settings settings() {
    return config.settings().current().settings();
  }

  /** {@code apiServer.basePath} without slashes at its end; empty for the root. */
  public String basePath() {
    var path = settings().apiServer().basePath().replaceFirst("^/*", "/");
    return path.replaceFirst("/+$", "");
  }

  /** The value in force at {@code path}; empty if there is no such key. */
  public Optional<ConfigView> view(String path) {
    return ConfigView.of(path, inForce(), config.base());
  }

  /** The history of overrides. */
  public HistoryView history() {
    var seen = follower.seen();
    return new HistoryView(
        follower.revision(),
        follower.rejected(),
        seen.revisions().reversed().stream().map(RevisionView::of).toList());
  }

  /** Rolls back to the overrides of an earlier revision. */
  public ConfigAnswer rollBack(long revision, Request request) {
    return changeWithRetries(
        request,
        stored ->
            stored
                .revision(revision)
                .map(old -> Overrides.of(old.overrides()).then(this::replacement))
                .orElseGet(
                    () ->
                        Validated.bad(
                            "",
                            "no_such_revision",
                            "revision " + revision + " is not in the history")));
  }

  private Validated<OverrideChange> replacement(Overrides overrides) {
    return new Validated.Good<>(new OverrideChange.Replacement(overrides));
  }

  /** Changes overrides. */
  public ConfigAnswer change(OverrideChange change, Request request) {
    return changeWithRetries(request, stored -> new Validated.Good<>(change));
  }

  /** Retries after a write conflict with freshly read overrides: the change may still apply. */
  private ConfigAnswer changeWithRetries(
      Request request, Function<StoredOverrides, Validated<OverrideChange>> change) {
    try {
      for (int i = 0; i < MAX_ATTEMPTS; i++) {
        var answer = attempt(request, map.read(), change);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return ConfigAnswer.rejected(
          Problem.Kind.UNAVAILABLE, "too many changes at the same time; try again");
    } catch (IOException e) {
      LOG.warnf("the overrides could not be read or written: %s", e.getMessage());
      return ConfigAnswer.rejected(
          Problem.Kind.UNAVAILABLE, "the overrides could not be read or written");
    }
  }

  private Optional<ConfigAnswer> attempt(
      Request request,
      StoredOverrides stored,
      Function<StoredOverrides, Validated<OverrideChange>> change)
      throws IOException {
    boolean applied = follower.applyRead(stored);
    var before = applied ? config.overrides() : Overrides.none();
    var current = applied ? inForce() : config.base();
    var view = ConfigView.of(request.path(), current, config.base()).orElseThrow();
    if (!request.condition().holds(view.tag())) {
      return Optional.of(
          ConfigAnswer.rejected(
              Problem.Kind.CHANGED,
              request.path() + " does not match If-Match: read it again and retry"));
    }
    return switch (change.apply(stored).then(good -> config.edited(before, good))) {
      case Validated.Good<Overrides>(var after) ->
          validateAndWrite(request, stored, current, after);
      case Validated.Bad<Overrides>(var violations) -> Optional.of(rejected(violations));
    };
  }

  private Optional<ConfigAnswer> validateAndWrite(
      Request request, StoredOverrides stored, LoadedSettings.Valid current, Overrides after)
      throws IOException {
    return switch (config.dryRun(after)) {
      case LoadedSettings.Invalid invalid -> Optional.of(rejected(invalid.violations()));
      case LoadedSettings.Valid changed -> {
        boolean same = follower.parsed(stored).equals(new Validated.Good<>(after));
        var next = next(request, stored, after, note(request, current, changed));
        if (!same && !next.fits()) {
          yield Optional.of(rejected(List.of(tooLarge(current, changed, next.bytes()))));
        }
        if (request.dryRun()) {
          yield Optional.of(
              new ConfigAnswer.Done(
                  changeView(request, current, changed, workloads(current, changed))));
        }
        yield same || write(stored, next)
            ? Optional.of(
                new ConfigAnswer.Done(changeView(request, current, changed, Optional.empty())))
            : Optional.empty();
      }
    };
  }

  /** Names the changed setting whose value is the largest. */
  private static Violation tooLarge(
      LoadedSettings.Valid current, LoadedSettings.Valid changed, int bytes) {
    var largest =
        ValueChange.between(current.settings(), changed.settings()).stream()
            .max(Comparator.comparingInt(change -> change.after().toString().length()));
    return Violation.ofValue(
        largest.map(ValueChange::path).orElse(LivePaths.ROOT),
        "too_large",
        largest
            .map(change -> TextTruncation.withEllipsis(change.after().toString(), MAX_SHOWN_LENGTH))
            .orElse(""),
        "overrides of at most %d bytes, with their entry in the history; they would have %d"
            .formatted(StoredOverrides.MAX_BYTES, bytes));
  }

  private static String note(
      Request request, LoadedSettings.Valid current, LoadedSettings.Valid changed) {
    var changes = ValueChange.between(current.settings(), changed.settings());
    var keys =
        changes.stream()
            .limit(MAX_NOTED_KEYS)
            .map(change -> change.path().substring(LivePaths.ROOT.length() + 1))
            .collect(Collectors.joining(", "));
    int more = changes.size() - MAX_NOTED_KEYS;
    var what = keys.isEmpty() ? "no value" : more > 0 ? keys + " and " + more + " more" : keys;
    return request.note() + " " + what;
  }

  private StoredOverrides next(
      Request request, StoredOverrides stored, Overrides after, String note) {
    var withEdit = follower.withEdit(stored);
    var revision =
        new ConfigRevision(
            withEdit.number() + 1,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            request.user(),
            "api",
            note,
            after.tree());
    return withEdit.with(after.yaml(), revision);
  }

  private boolean write(StoredOverrides stored, StoredOverrides next) throws IOException {
    var written = map.write(stored, next);
    written.ifPresent(follower::apply);
    written
        .flatMap(_ -> next.newest())
        .ifPresent(
            revision ->
                LOG.infof("%s %s, revision %d", revision.by(), revision.note(), revision.number()));
    return written.isPresent();
  }

  private Optional<WorkloadChanges> workloads(
      LoadedSettings.Valid current, LoadedSettings.Valid changed) {
    return advice.workloads().map(finder -> finder.between(current.settings(), changed.settings()));
  }

  private ChangeView changeView(
      Request request,
      LoadedSettings.Valid current,
      LoadedSettings.Valid changed,
      Optional<WorkloadChanges> workloads) {
    return new ChangeView(
        request.dryRun(),
        follower.revision(),
        ConfigView.of(request.path(), changed, config.base()).orElseThrow(),
        ValueChange.between(current.settings(), changed.settings()),
        warnings(changed),
        workloads);
  }

  private List<String> warnings(LoadedSettings.Valid changed) {
    return Stream.concat(
            config.warningsOfOverrides(changed).stream(),
            advice.warnings().apply(changed.settings()).stream())
        .toList();
  }

  private LoadedSettings.Valid inForce() {
    var current = config.settings().current();
    return new LoadedSettings.Valid(current.settings(), current.origins(), List.of());
  }

  private static ConfigAnswer rejected(List<Violation> violations) {
    var first = violations.getFirst();
    var kind =
        switch (first.code()) {
          case "test_failed" -> Problem.Kind.CONFLICT;
          case "no_such_revision" -> Problem.Kind.NOT_FOUND;
          default -> Problem.Kind.INVALID;
        };
    var detail =
        violations.size() == 1 ? first.toString() : violations.size() + " problems were found";
    return new ConfigAnswer.Rejected(Problem.of(kind, detail, violations));
  }
}
