package io.higuma.kuma;

import java.util.List;

/** The annotations that only the conversion of Pods to Dataplanes reads. */
public final class DataplaneAnnotations {
  /** Prefix of the metrics annotations. */
  public static final String METRICS = "prometheus.metrics.kuma.io/";

  /** On a Service, after the port's number: the protocol of that port. */
  public static final String SERVICE_PROTOCOL = ".service.kuma.io/protocol";

  /** A legacy zone ingress. */
  public static final AnnotationKey<Boolean> INGRESS =
      new AnnotationKey<>(
          "kuma.io/ingress", AnnotationParsers::enabled, "The Pod is a zone ingress.");

  /** A legacy zone egress. */
  public static final AnnotationKey<Boolean> EGRESS =
      new AnnotationKey<>(
          "kuma.io/egress", AnnotationParsers::enabled, "The Pod is a zone egress.");

  /** The Pod carries a sidecar. */
  public static final AnnotationKey<Boolean> SIDECAR_INJECTED =
      new AnnotationKey<>(
          Annotations.SIDECAR_INJECTED,
          AnnotationParsers::enabled,
          "Written by injection: has a sidecar.");

  /** Traffic is redirected. */
  public static final AnnotationKey<Boolean> TRANSPARENT_PROXYING =
      new AnnotationKey<>(
          Annotations.TRANSPARENT_PROXYING,
          AnnotationParsers::enabled,
          "Written by injection: traffic is redirected.");

  /** The port that inbound traffic is redirected to. */
  public static final AnnotationKey<Integer> INBOUND_PORT =
      new AnnotationKey<>(
          Annotations.INBOUND_PORT,
          AnnotationParsers::port,
          "Written by injection: port that inbound traffic is redirected to.");

  /** The port that outbound traffic is redirected to. */
  public static final AnnotationKey<Integer> OUTBOUND_PORT =
      new AnnotationKey<>(
          Annotations.OUTBOUND_PORT,
          AnnotationParsers::port,
          "Written by injection: port that outbound traffic is redirected to.");

  /** Services that are reached by the addresses of their Pods. */
  public static final AnnotationKey<List<String>> DIRECT_ACCESS_SERVICES =
      new AnnotationKey<>(
          "kuma.io/direct-access-services",
          AnnotationParsers::names,
          "Services whose Pods are called by their own addresses; * for all.");

  /** Services that the Pod calls. */
  public static final AnnotationKey<List<String>> REACHABLE_SERVICES =
      new AnnotationKey<>(
          "kuma.io/transparent-proxying-reachable-services",
          AnnotationParsers::names,
          "The only services that the Pod calls.");

  /** MeshServices, MeshExternalServices and MeshMultiZoneServices that the Pod calls. */
  public static final AnnotationKey<String> REACHABLE_BACKENDS =
      new AnnotationKey<>(
          "kuma.io/reachable-backends",
          (key, value) -> Parsed.good(value),
          "The only backends that the Pod calls, as YAML: refs: [{kind, name, namespace, port,"
              + " labels}].");

  /** Path of the proxy's own metrics. */
  public static final AnnotationKey<String> METRICS_PATH =
      new AnnotationKey<>(
          METRICS + "path",
          (key, value) -> Parsed.good(value),
          "Path under which the sidecar offers metrics.");

  /** Port of the proxy's own metrics. */
  public static final AnnotationKey<Integer> METRICS_PORT =
      new AnnotationKey<>(
          METRICS + "port",
          AnnotationParsers::port,
          "Port under which the sidecar offers metrics.");

  private DataplaneAnnotations() {}

  /** Whether an application's metrics are scraped. */
  public static AnnotationKey<Boolean> aggregateEnabled(String app) {
    return new AnnotationKey<>(
        aggregate(app, "enabled"),
        AnnotationParsers::enabled,
        "Whether the application is scraped.");
  }

  /** Port of an application's metrics. */
  public static AnnotationKey<Integer> aggregatePort(String app) {
    return new AnnotationKey<>(
        aggregate(app, "port"), AnnotationParsers::port, "Port of the application's metrics.");
  }

  /** The key of one of an application's metrics annotations. */
  public static String aggregate(String app, String what) {
    return METRICS + "aggregate-" + app + "-" + what;
  }
}
