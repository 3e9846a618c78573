package io.higuma.bench;

import io.higuma.bench.Results.Measurement;

/** Report section: latencies at fixed request rates. */
record LatencyReport(Measurement part) {

  /** The section. */
  static String text(Measurement part) {
    var report = new LatencyReport(part);
    Table table =
        new Table("calls a second", "", "p50, ms", "p99, ms", "p99.9, ms", "slowest, ms", "failed");
    for (int rate : ServerBench.RATES) {
      for (String label : part.rounds().keySet()) {
        table.row(
            rate,
            label,
            report.median(label, rate + "p50"),
            report.median(label, rate + "p99"),
            report.median(label, rate + "p999"),
            report.median(label, rate + "max"),
            report.median(label, rate + "failed"));
      }
    }
    return "## Latency at fixed arrival rates\n\nMedians of the rounds.\n\n" + table;
  }

  private String median(String label, String name) {
    return Goal.number(Statistics.median(part.figures(label, name)));
  }
}
