package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import io.higuma.kuma.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warns about deprecated or ignored annotations, deprecated values and overwritten annotations. */
final class Deprecations {
  private static final Map<String, String> MESSAGES =
      Map.of(
          "kuma.io/builtindns",
          "is ignored: use kuma.io/builtin-dns",
          "kuma.io/builtindnsport",
          "is ignored: use kuma.io/builtin-dns-port",
          "kuma.io/virtual-probes",
          "is deprecated: the application probe proxy serves all kinds of probes",
          "kuma.io/virtual-probes-port",
          "is deprecated: use kuma.io/application-probe-proxy-port",
          Annotations.SIDECAR_INJECTION,
          "is ignored: write it as a label",
          "prometheus.metrics.kuma.io/port",
          "is deprecated: use a MeshMetric policy",
          "prometheus.metrics.kuma.io/path",
          "is deprecated: use a MeshMetric policy",
          Annotations.EXCLUDE_OUTBOUND_TCP_PORTS_FOR_UIDS.name(),
          "is the older form of " + Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS.name(),
          Annotations.EXCLUDE_OUTBOUND_UDP_PORTS_FOR_UIDS.name(),
          "is the older form of " + Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS.name());

  private static final String AGGREGATE = "prometheus.metrics.kuma.io/aggregate-";

  private static final Set<String> BOOLEANS =
      Set.of(
          Annotations.GATEWAY.name(),
          Annotations.SPIRE_SUPPORT.name(),
          Annotations.INIT_FIRST.name(),
          Annotations.WAIT_FOR_DATAPLANE_READY.name(),
          Annotations.BUILTIN_DNS.name(),
          Annotations.BUILTIN_DNS_LOGGING.name(),
          EbpfAnnotations.ENABLED.name(),
          Annotations.DROP_INVALID_PACKETS.name(),
          Annotations.IPTABLES_LOGS.name(),
          Annotations.IGNORE.name(),
          Annotations.TRANSPARENT_PROXYING,
          Annotations.SIDECAR_INJECTED);

  private static final Set<String> OVERWRITTEN =
      Set.of(
          Annotations.INBOUND_PORT,
          Annotations.OUTBOUND_PORT,
          Annotations.SIDECAR_UID,
          Annotations.TRANSPARENT_PROXYING);

  private Deprecations() {}

  static void warn(AdmittedPod pod, DecisionNotes notes) {
    if (pod.labels().containsKey(Labels.WORKLOAD)) {
      notes.warn(
          Stage.LABELS,
          "workload_label",
          "label "
              + Labels.WORKLOAD
              + " belongs to the control plane; a Pod with it is not stored");
    }
    pod.annotations()
        .forEach(
            (key, value) -> {
              var message = MESSAGES.get(key);
              if (message != null) {
                warn(notes, key, message);
              } else if (key.startsWith(AGGREGATE)) {
                warn(notes, key, "is deprecated: use a MeshMetric policy");
              } else if (BOOLEANS.contains(key) && (value.equals("yes") || value.equals("no"))) {
                warn(notes, key, "has the deprecated value " + value + ": use true or false");
              }
            });
  }

  /** Warns about the Pod's own values that injection overwrites. */
  static void warnOverwritten(
      AdmittedPod pod, List<InjectedMetadata> written, DecisionNotes notes) {
    for (var entry : written) {
      var own = pod.annotations().get(entry.key());
      if (own != null && !own.equals(entry.value()) && OVERWRITTEN.contains(entry.key())) {
        notes.warn(
            Stage.ANNOTATIONS,
            "annotation_overwritten",
            "annotation "
                + entry.key()
                + "="
                + own
                + " is overwritten by "
                + entry.value()
                + ": it can be set for all Pods only");
      }
    }
  }

  private static void warn(DecisionNotes notes, String key, String what) {
    notes.warn(Stage.ANNOTATIONS, "deprecated_annotation", "annotation " + key + " " + what);
  }
}
