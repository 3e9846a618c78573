package io.higuma.xds;

import io.higuma.testing.ControlPlane;

/** Metrics of the server for sidecars. */
record XdsCounters(double clusters, double endpoints, double listeners, double rejected) {

  /** Reads the metrics of a control plane. */
  static XdsCounters of(ControlPlane controlPlane) {
    String metrics = controlPlane.get("/metrics").body();
    return new XdsCounters(
        sent(metrics, "CDS"),
        sent(metrics, "EDS"),
        sent(metrics, "LDS"),
        sum(metrics, "higuma_xds_nacks_total{"));
  }

  /** All responses. */
  double responses() {
    return clusters + endpoints + listeners;
  }

  /** Open streams. */
  static double streams(ControlPlane controlPlane) {
    return sum(controlPlane.get("/metrics").body(), "higuma_xds_streams");
  }

  /** Streams that were ended with this status. */
  static double ended(ControlPlane controlPlane, String status) {
    String start = "higuma_xds_ended_streams_total{status=\"" + status + "\"";
    return sum(controlPlane.get("/metrics").body(), start);
  }

  private static double sent(String metrics, String type) {
    return sum(metrics, "higuma_xds_responses_total{type=\"" + type + "\"");
  }

  private static double sum(String metrics, String start) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
