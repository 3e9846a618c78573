package io.higuma.soak;

import io.higuma.testing.ControlPlane;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of a replica: values by name with labels. */
record Metrics(Map<String, Double> values) {
  private static final String FAULTS = "higuma_loop_faults_total";

  /** Reads them. */
  static Metrics of(ControlPlane replica) {
    Map<String, Double> values = new TreeMap<>();
    replica
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("higuma_"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
            });
    return new Metrics(values);
  }

  boolean leads() {
    return sum("higuma_leader") == 1;
  }

  /** The loops that failed, with how often. */
  Map<String, Double> loopFaults() {
    Map<String, Double> faults = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(FAULTS) && value > 0) {
            faults.put(name.substring(FAULTS.length()), value);
          }
        });
    return faults;
  }

  private double sum(String name) {
    return values.entrySet().stream()
        .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
