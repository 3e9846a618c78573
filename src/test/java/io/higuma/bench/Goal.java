package io.higuma.bench;

import io.higuma.bench.Results.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A metric of the report with its target.
 *
 * @param part that measures it
 * @param name of the figure in a round
 * @param words the description with the unit; settings of the part in braces
 * @param atMost whether less is better
 * @param executable target of an executable, if it has one
 * @param jar target of a jar, if it has one
 */
record Goal(
    Part part,
    String name,
    String words,
    boolean atMost,
    OptionalDouble executable,
    OptionalDouble jar) {

  /** All goals, in the order of the report. */
  static final List<Goal> ALL =
      List.of(
          most(Part.COLD, "millis", "from start to first injection, kubeconfig, ms", 120, 1500),
          most(
              Part.COLD,
              "inClusterMillis",
              "from start to first injection, in a Pod's environment, ms",
              120,
              1500),
          most(Part.COLD, "startRss", "RSS then, MB", 80),
          most(Part.RSS, "idleRss", "RSS 3 s after it was ready, MB"),
          most(Part.RSS, "idleAnon", "… of which anonymous, MB"),
          most(Part.RSS, "workedRss", "RSS after {injections} injections, MB", 90),
          most(Part.RSS, "workedAnon", "… of which anonymous, MB"),
          most(Part.RSS, "failed", "injections of these that failed", 0, 0),
          most(Part.PODS, "podsRss", "RSS with {pods} Pods and Dataplanes, MB", 100),
          most(Part.PODS, "podsAnon", "… of which anonymous, MB"),
          most(
              Part.STREAMS,
              "connectedRss",
              "RSS with {pods} Pods and {streams} streams of sidecars, MB",
              120),
          most(Part.STREAMS, "connectedAnon", "… of which anonymous, MB"),
          most(Part.STREAMS, "restCpu", "CPU then, at rest, ms a second"),
          most(
              Part.STREAMS,
              "configuredMillis",
              "from the start of {streams} connections until all are configured, ms"),
          most(
              Part.STREAMS,
              "changeMillis",
              "from a Pod's readiness until all {streams} sidecars have it, ms",
              300),
          most(Part.STREAMS, "changeCpu", "CPU of the control plane for it, ms"),
          most(Part.STREAMS, "changeKilobytes", "responses for it, kB"),
          most(Part.STREAMS, "changedRss", "RSS after {changes} such changes, MB"),
          most(Part.PAGE, "overviewP95", "p95 of /gui with {pods} Pods, ms", 100, 100),
          most(Part.PAGE, "workloadsP95", "p95 of /gui/workloads with {pods} Pods, ms", 100, 100),
          most(Part.PAGE, "dataplanesP95", "p95 of /gui/dataplanes with {pods} Pods, ms", 100, 100),
          most(Part.PAGE, "settingsP95", "p95 of /gui/config, ms", 100, 100),
          most(Part.BIG, "volumesFirst", "first injection: Pod with 40,000 volumes, ms", 60, 150),
          most(Part.BIG, "volumesWarm", "the same after ten, ms", 60),
          most(
              Part.BIG,
              "variablesFirst",
              "first injection: Pod with 10,000 environment variables, ms",
              30,
              75),
          most(Part.BIG, "variablesWarm", "the same after ten, ms", 30),
          most(
              Part.BIG,
              "containersFirst",
              "first injection: Pod with 10,000 containers, ms",
              50,
              75),
          most(Part.BIG, "containersWarm", "the same after ten, ms", 50),
          most(Part.BIG, "loadGrowth", "RSS added by {calls} such calls from 8 callers, MB", 40),
          most(Part.BIG, "smallP99", "p99 of small Pods beside them, ms", 50),
          most(
              Part.SCALE,
              "lagMillis",
              "{pods} Pods created in a stream: last Dataplane after the last Pod, ms",
              1000,
              1000),
          most(Part.SCALE, "cpuShare", "CPU then, in % of the API server's", 20),
          most(Part.SCALE, "fullRss", "RSS with {pods} Pods and 200 Services, MB", 140),
          most(Part.SCALE, "restartMillis", "restart then: first injection, ms", 200),
          most(Part.SCALE, "restartSeconds", "… all Dataplanes compared, s", 10),
          most(Part.SCALE, "restartWrites", "… Dataplanes written", 0, 0),
          most(Part.SCALE, "backlogSeconds", "{pods} Pods without Dataplanes: all written, s"),
          least(
              Part.SCALE,
              "backlogShare",
              "… in % of the rate of a client that only writes them",
              80),
          most(Part.SIZE, "size", "size on disk, MB", 95),
          least(Part.THROUGHPUT, "perSecond", "injections a second at full load", 6000, 9000),
          least(
              Part.THROUGHPUT,
              "bareShare",
              "… in % of a Vert.x server on a JVM that only answers the same bytes",
              60,
              60),
          most(Part.THROUGHPUT, "p50Millis", "p50 at full load, ms"),
          new Goal(
              Part.THROUGHPUT,
              "p99Millis",
              "p99 at full load, ms",
              true,
              OptionalDouble.empty(),
              OptionalDouble.of(7)),
          most(Part.THROUGHPUT, "failed", "calls at full load that failed", 0, 0));

  private static Goal most(Part part, String name, String words, double... limits) {
    return new Goal(part, name, words, true, limit(limits, 0), limit(limits, 1));
  }

  private static Goal least(Part part, String name, String words, double... limits) {
    return new Goal(part, name, words, false, limit(limits, 0), limit(limits, 1));
  }

  private static OptionalDouble limit(double[] limits, int number) {
    return limits.length > number ? OptionalDouble.of(limits[number]) : OptionalDouble.empty();
  }

  /** The target of an executable or a jar. */
  OptionalDouble target(boolean ofJar) {
    return ofJar ? jar : executable;
  }

  /** The target as text, such as {@code ≤ 100}. */
  String targetText(boolean ofJar) {
    OptionalDouble target = target(ofJar);
    return target.isEmpty() ? "" : (atMost ? "≤ " : "≥ ") + number(target.getAsDouble());
  }

  /** Whether a value meets the target; true without a target. */
  boolean met(double value, boolean ofJar) {
    OptionalDouble target = target(ofJar);
    return target.isEmpty()
        || (atMost ? value <= target.getAsDouble() : value >= target.getAsDouble());
  }

  /** Its description, with the settings of the part. */
  String words(Measurement run) {
    String text = words;
    for (var setting : run.settings().entrySet()) {
      text = text.replace("{" + setting.getKey() + "}", number(setting.getValue()));
    }
    return text;
  }

  /** Formats with three significant digits, or all integer digits. */
  static String number(double value) {
    String format =
        value >= 100 || value == Math.rint(value) ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
