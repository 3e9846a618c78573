package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** Report sections of the class benchmarks, which have their own result formats. */
final class ClassReports {
  private static final double DATAPLANES_PER_SECOND = 250;

  private ClassReports() {}

  /** The cost of one call. */
  static String jmh(JsonNode raw) {
    Table table = new Table("one call, without HTTP and TLS", "Pod", "mean", "± 99.9 %", "unit");
    for (JsonNode each : raw) {
      table.row(
          each.path("benchmark").asText(),
          each.path("pod").asText(),
          number(each, "/score"),
          number(each, "/error"),
          each.path("unit").asText());
    }
    return "## JMH\n\n" + table;
  }

  /** The throughput of Dataplanes. */
  static String dataplanes(JsonNode raw) {
    double writes = raw.at("/restart/writes").asDouble();
    double written = raw.at("/backlog/perSecondWhileWriting").asDouble();
    Table table = new Table("1,000 Pods", "target", "measured", "");
    table.row("writes after a restart", "0", Goal.number(writes), met(writes == 0));
    table.row(
        "all Dataplanes missing, written a second",
        "≥ " + Goal.number(DATAPLANES_PER_SECOND),
        Goal.number(written),
        met(written >= DATAPLANES_PER_SECOND));
    table.row(
        "Pods created one by one, written a second", "", number(raw, "/created/perSecond"), "");
    table.row("50 changes a second, p50, ms", "", number(raw, "/steady/p50Millis"), "");
    table.row("50 changes a second, p99, ms", "", number(raw, "/steady/p99Millis"), "");
    table.row("heap of a Pod with its Dataplane, bytes", "", number(raw, "/heapPerPodBytes"), "");
    return "## Dataplanes\n\n" + table;
  }

  private static String number(JsonNode raw, String pointer) {
    return Goal.number(raw.at(pointer).asDouble());
  }

  private static String met(boolean good) {
    return good ? "met" : "**missed**";
  }
}
