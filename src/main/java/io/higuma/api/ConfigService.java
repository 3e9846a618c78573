package io.higuma.api;

import io.higuma.config.ConfigFollower;
import io.higuma.config.ConfigRevision;
import io.higuma.config.FollowedConfig;
import io.higuma.config.OverridesConfigMap;
import io.higuma.config.StoredOverrides;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Shows the configuration and changes it for all replicas. */
public final class ConfigService {
  private static final Logger LOG = Logger.getLogger(ConfigService.class);
  private static final int TRIES = 5;
  private static final int KEYS_NOTED = 5;

  private final LiveConfig config;
  private final ConfigFollower follower;
  private final OverridesConfigMap map;
  private final InstantSource clock;
  private final Advice advice;

  /**
   * What is told about settings before they are in force.
   *
   * @param warnings what should be looked at
   * @param workloads which workloads would change; empty where nobody knows
   */
  public record Advice(
      Function<Settings, List<String>> warnings, Optional<WorkloadChanges.Finder> workloads) {}

  /**
   * A request for a change.
   *
   * @param path the setting or section that is shown afterwards
   * @param condition what the caller has seen of it
   * @param user who asks
   * @param note what is done, for people; what it is done to is added
   * @param dryRun only tell what would happen
   */
  record Request(String path, Precondition condition, String user, String note, boolean dryRun) {}

  /** Works on this configuration. */
  public ConfigService(FollowedConfig followed, InstantSource clock, Advice advice) {
    this.config = followed.config();
    this.follower = followed.follower();
    this.map = followed.overrides();
    this.clock = clock;
    this.advice = advice;
  }

  /** The settings in force. */
  Settings settings() {
    return config.settings().current().settings();
  }

  /** What is in force at {@code path}; empty where there is no such key. */
  Optional<ConfigView> view(String path) {
    var now = config.settings().current();
    var valid = new LoadedSettings.Valid(now.settings(), now.origins(), List.of());
    return ConfigView.of(path, valid, config.base());
  }

  /** What overrides there were. */
  HistoryView history() {
    var seen = follower.seen();
    return new HistoryView(
        follower.revision(),
        follower.rejected(),
        seen.revisions().reversed().stream().map(RevisionView::of).toList());
  }

  /** Goes back to the overrides of an earlier revision. */
  ConfigAnswer rollBack(long revision, Request request) {
    return changing(
        request,
        stored ->
            stored
                .revision(revision)
                .map(old -> Overrides.of(old.overrides()).then(this::replacement))
                .orElseGet(
                    () ->
                        Validated.bad(
                            "", "no_such_revision", "revision " + revision + " is not kept")));
  }

  private Validated<OverrideChange> replacement(Overrides overrides) {
    return new Validated.Good<>(new OverrideChange.Replacement(overrides));
  }

  /** Changes overrides. */
  ConfigAnswer change(OverrideChange change, Request request) {
    return changing(request, stored -> new Validated.Good<>(change));
  }

  /** Where somebody else is faster, everything is looked at again: it may still fit. */
  private ConfigAnswer changing(
      Request request, Function<StoredOverrides, Validated<OverrideChange>> change) {
    try {
      for (int i = 0; i < TRIES; i++) {
        var answer = once(request, map.read(), change);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return ConfigAnswer.refused(
          Problem.Kind.UNAVAILABLE, "too many changes at the same time; try again");
    } catch (IOException e) {
      LOG.warn("the overrides could not be read or written", e);
      return ConfigAnswer.refused(
          Problem.Kind.UNAVAILABLE, "the overrides could not be read or written");
    }
  }

  private Optional<ConfigAnswer> once(
      Request request,
      StoredOverrides stored,
      Function<StoredOverrides, Validated<OverrideChange>> change)
      throws IOException {
    follower.take(stored);
    var before = config.overrides();
    var now = valid(before).orElseThrow();
    var view = ConfigView.of(request.path(), now, config.base()).orElseThrow();
    if (!request.condition().holds(view.tag())) {
      return Optional.of(
          ConfigAnswer.refused(
              Problem.Kind.CHANGED,
              request.path() + " is not what If-Match says; get it again and decide anew"));
    }
    return switch (change.apply(stored).then(good -> config.edited(before, good))) {
      case Validated.Good<Overrides>(var after) -> settled(request, stored, now, after);
      case Validated.Bad<Overrides>(var violations) -> Optional.of(refused(violations));
    };
  }

  private Optional<ConfigAnswer> settled(
      Request request, StoredOverrides stored, LoadedSettings.Valid now, Overrides after)
      throws IOException {
    return switch (config.tried(after)) {
      case LoadedSettings.Invalid invalid -> Optional.of(refused(invalid.violations()));
      case LoadedSettings.Valid then when request.dryRun() ->
          Optional.of(new ConfigAnswer.Done(told(request, now, then, workloads(now, then))));
      case LoadedSettings.Valid then -> {
        boolean same = Overrides.read("", stored.text()).equals(new Validated.Good<>(after));
        boolean written = same || written(request, stored, after, note(request, now, then));
        yield written
            ? Optional.of(new ConfigAnswer.Done(told(request, now, then, Optional.empty())))
            : Optional.empty();
      }
    };
  }

  private static String note(Request request, LoadedSettings.Valid now, LoadedSettings.Valid then) {
    var changes = ValueChange.between(now.settings(), then.settings());
    var keys =
        changes.stream()
            .limit(KEYS_NOTED)
            .map(change -> change.path().substring(LivePaths.ROOT.length() + 1))
            .collect(Collectors.joining(", "));
    int more = changes.size() - KEYS_NOTED;
    var what = keys.isEmpty() ? "no value" : more > 0 ? keys + " and " + more + " more" : keys;
    return request.note() + " " + what;
  }

  private boolean written(Request request, StoredOverrides stored, Overrides after, String note)
      throws IOException {
    var noted = follower.withEdit(stored);
    var revision =
        new ConfigRevision(
            noted.number() + 1,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            request.user(),
            "api",
            note,
            after.tree());
    var now = map.write(stored, noted.with(after.yaml(), revision));
    now.ifPresent(follower::take);
    now.ifPresent(_ -> LOG.infof("%s %s, revision %d", request.user(), note, revision.number()));
    return now.isPresent();
  }

  private Optional<WorkloadChanges> workloads(LoadedSettings.Valid now, LoadedSettings.Valid then) {
    return advice.workloads().map(finder -> finder.between(now.settings(), then.settings()));
  }

  private ChangeView told(
      Request request,
      LoadedSettings.Valid now,
      LoadedSettings.Valid then,
      Optional<WorkloadChanges> workloads) {
    return new ChangeView(
        request.dryRun(),
        follower.revision(),
        ConfigView.of(request.path(), then, config.base()).orElseThrow(),
        ValueChange.between(now.settings(), then.settings()),
        advice.warnings().apply(then.settings()),
        workloads);
  }

  private Optional<LoadedSettings.Valid> valid(Overrides overrides) {
    return config.tried(overrides) instanceof LoadedSettings.Valid valid
        ? Optional.of(valid)
        : Optional.empty();
  }

  private static ConfigAnswer refused(List<Violation> violations) {
    var first = violations.getFirst();
    var kind =
        switch (first.code()) {
          case "test_failed" -> Problem.Kind.CONFLICT;
          case "no_such_revision" -> Problem.Kind.NOT_FOUND;
          default -> Problem.Kind.INVALID;
        };
    var detail =
        violations.size() == 1 ? first.toString() : violations.size() + " problems were found";
    return new ConfigAnswer.Refused(Problem.of(kind, detail, violations));
  }
}
