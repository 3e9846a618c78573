package io.higuma.soak;

import io.higuma.bench.Machine;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.soak.DataplaneCheck.Result;
import io.higuma.testing.LocalKubeApi;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One run: changes all the time, and in turn checks, rotations, kills, restarts and faults. */
final class SoakRun {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SHOWN = 5;
  private static final int MOST_ATTEMPTS = 5;

  /** What is done again and again; at least once in a run. */
  private static final class Task {
    private final String name;
    private final Duration period;
    private final Runnable action;
    private long due;
    private int runs;

    private Task(String name, Duration first, Duration period, Runnable action) {
      this.name = name;
      this.period = period;
      this.action = action;
      this.due = System.nanoTime() + first.toNanos();
    }

    long due() {
      return due;
    }
  }

  private final SoakPlan plan;
  private final LocalKubeApi kube;
  private final Journal journal = new Journal();
  private final Cluster cluster;
  private final DataplaneCheck dataplanes;

  private SoakRun(SoakPlan plan, LocalKubeApi kube) {
    this.plan = plan;
    this.kube = kube;
    this.cluster = Cluster.install(kube, plan.streams());
    this.dataplanes = new DataplaneCheck(cluster, settings());
  }

  /**
   * Runs it.
   *
   * @param build describes what is run
   */
  static SoakResult run(SoakPlan plan, LocalKubeApi kube, String build) {
    var measured = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var load = Machine.load();
    return new SoakRun(plan, kube).result(measured, load, build);
  }

  /** The defaults, which the replicas have too. */
  private static Settings settings() {
    return ((LoadedSettings.Valid) SettingsLoader.load(SettingsSources.none())).settings();
  }

  private SoakResult result(String measured, String load, String build) {
    try (var replicas = Replicas.start(kube);
        var objects = new ObjectChurn(cluster, replicas, journal);
        var pods = new PodChurn(cluster, journal, plan.podLife(), objects::usablePatch);
        var streams = new Streams(cluster, replicas, journal);
        var probe = new LatencyProbe(replicas, journal);
        var observer = new Observer(replicas, probe, journal)) {
      journal.add(Journal.Kind.NOTE, "Both replicas serve; the changes begin.");
      streams.start();
      objects.start(plan.settingsEvery());
      pods.start(plan.podsPerSecond());
      probe.start();
      observer.start();
      perform(replicas, objects, pods, streams);
      check(objects, pods, streams);
      journal.add(Journal.Kind.NOTE, "The changes end.");
      var verdicts =
          new Verdicts(plan.length(), plan.warmUp(), observer.samples(), journal.interruptions());
      Map<String, Double> figures = new LinkedHashMap<>();
      verdicts
          .memory()
          .ifPresent(
              slope -> {
                figures.put("RSS, MB an hour", rounded(slope.perHour()));
                figures.put("standard error of this", rounded(slope.error()));
              });
      figures.put("threads, largest difference", verdicts.threads());
      figures.put("descriptors, largest difference", verdicts.descriptors());
      probe.overall().ifPresent(millis -> figures.put("webhook, p99, ms", rounded(millis)));
      figures.put("failures in windows of restarts", (double) journal.tolerated());
      figures.put("requests that the API server did not answer", (double) journal.allUnanswered());
      return new SoakResult(
          measured,
          System.getProperty("commit", ""),
          build,
          Machine.here(),
          load,
          plan.settings(),
          counts(objects, pods, streams),
          figures,
          verdicts.all(journal),
          journal.entries(),
          SoakResult.thinned(observer.samples()),
          SoakResult.thinnedLatencies(observer.latencies()));
    }
  }

  private static double rounded(double value) {
    return SoakResult.rounded(value);
  }

  private Map<String, Long> counts(ObjectChurn objects, PodChurn pods, Streams streams) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("Pods created", pods.created());
    counts.put("Pods deleted", pods.deleted());
    counts.put("Pods refused, as they must be", pods.refused());
    counts.put("changes of Services", objects.serviceChanges());
    counts.put("changes of ContainerPatches", objects.patchChanges());
    counts.put("changes of settings", objects.settingsChanges());
    counts.put("streams opened", streams.opened());
    for (var kind :
        List.of(
            Journal.Kind.CHECK,
            Journal.Kind.ROTATION,
            Journal.Kind.KILL,
            Journal.Kind.RESTART,
            Journal.Kind.FAULT)) {
      counts.put(
          switch (kind) {
            case CHECK -> "comparisons of all Dataplanes";
            case ROTATION -> "rotations of certificates";
            case KILL -> "kills of the leader";
            case RESTART -> "restarts of the API server";
            default -> "faults";
          },
          journal.entries().stream().filter(entry -> entry.kind() == kind).count());
    }
    return counts;
  }

  /** One after the other, so that each can be told from the others. */
  private void perform(Replicas replicas, ObjectChurn objects, PodChurn pods, Streams streams) {
    var disturbances = new Disturbances(kube, replicas, journal);
    List<Task> tasks = new ArrayList<>();
    tasks.add(every("check", plan.checkEvery(), () -> check(objects, pods, streams)));
    tasks.add(every("rotation", plan.rotateEvery(), disturbances::rotate));
    tasks.add(every("kill", plan.killEvery(), disturbances::killLeader));
    tasks.add(every("restart", plan.restartEvery(), disturbances::restartApiServer));
    var faults = new Faults(cluster, replicas, objects, journal).all();
    var next = plan.faultEvery();
    for (var fault : faults.entrySet()) {
      tasks.add(
          new Task(
              fault.getKey(),
              next,
              plan.faultEvery().multipliedBy(faults.size()),
              fault.getValue()));
      next = next.plus(plan.faultEvery());
    }
    long end = System.nanoTime() + plan.length().toNanos();
    while (true) {
      var following =
          tasks.stream()
              .filter(task -> task.due - end < 0 || task.runs == 0)
              .min(Comparator.comparingLong(Task::due));
      if (following.isEmpty()) {
        break;
      }
      sleepUntil(following.get().due);
      run(following.get());
    }
    sleepUntil(end);
  }

  private static Task every(String name, Duration period, Runnable action) {
    return new Task(name, period, period, action);
  }

  private void run(Task task) {
    try {
      task.action.run();
    } catch (RuntimeException | Error e) {
      journal.failed(Claim.REACTIONS, task.name + ": " + e);
    }
    task.runs++;
    task.due = Math.max(task.due + task.period.toNanos(), System.nanoTime());
  }

  private static void sleepUntil(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Again while the API server does not answer. */
  private Result compare() {
    for (int attempt = 1; ; attempt++) {
      try {
        return dataplanes.compare();
      } catch (UncheckedIOException e) {
        journal.unanswered();
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Pauses all changes until everything is right, at most for the limit, and compares. */
  private void check(ObjectChurn objects, PodChurn pods, Streams streams) {
    pods.pause();
    objects.objects().lock();
    try {
      long start = System.nanoTime();
      Result result = compare();
      var wrongStreams = streams.wrong(result.endpoints());
      while (!(result.wrong().isEmpty() && wrongStreams.isEmpty())
          && System.nanoTime() - start < LIMIT.toNanos()) {
        LockSupport.parkNanos(POLL.toNanos());
        result = compare();
        wrongStreams = streams.wrong(result.endpoints());
      }
      result.wrong().stream()
          .limit(SHOWN)
          .forEach(wrong -> journal.failed(Claim.DATAPLANES, wrong));
      wrongStreams.stream().limit(SHOWN).forEach(wrong -> journal.failed(Claim.STREAMS, wrong));
      journal.add(
          Journal.Kind.CHECK,
          "Changes paused for %.0f s: of %d Pods, %d Dataplanes and %d streams are wrong."
              .formatted(
                  Disturbances.seconds(start),
                  result.compared(),
                  result.wrong().size(),
                  wrongStreams.size()));
    } finally {
      objects.objects().unlock();
      pods.resume();
    }
  }
}
