package io.higuma.dataplane;

import io.higuma.kuma.Labels;
import io.higuma.kuma.Tags;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Computes the labels and annotations of a Dataplane. Values that may exceed the 63 characters of a
 * label are annotations.
 */
final class DataplaneLabels {
  static final String DISPLAY_NAME = "kuma.io/display-name";
  static final String SERVICE_ACCOUNT = "k8s.kuma.io/service-account";
  static final String ORIGIN = "kuma.io/origin";
  static final String ENV = "kuma.io/env";
  static final String PROXY_TYPE = "kuma.io/proxy-type";
  static final String LISTENER_INGRESS = "kuma.io/listener-zoneingress";
  static final String LISTENER_EGRESS = "kuma.io/listener-zoneegress";

  private static final Set<String> ANNOTATIONS =
      Set.of(DISPLAY_NAME, SERVICE_ACCOUNT, Labels.WORKLOAD);

  private final CachedPod pod;
  private final DataplaneSettings settings;

  DataplaneLabels(CachedPod pod, DataplaneSettings settings) {
    this.pod = pod;
    this.settings = settings;
  }

  static boolean isManaged(String annotation) {
    return ANNOTATIONS.contains(annotation);
  }

  /** Keeps only the annotations that Higuma manages. */
  static NavigableMap<String, String> managed(Map<String, String> annotations) {
    NavigableMap<String, String> managed = new TreeMap<>(annotations);
    managed.keySet().retainAll(ANNOTATIONS);
    return managed;
  }

  NavigableMap<String, String> labels(
      String mesh, Map<String, String> nodeLabels, Set<ListenerType> listeners) {
    NavigableMap<String, String> labels = new TreeMap<>(pod.labels());
    if (settings.inboundTagsDisabled()) {
      labels.putAll(nodeLabels);
    }
    labels.keySet().removeAll(ANNOTATIONS);
    labels.put(Labels.MESH, mesh);
    labels.putIfAbsent(ORIGIN, "zone");
    if (!"global".equals(labels.get(ORIGIN))) {
      labels.putIfAbsent(Tags.ZONE, settings.zone());
      labels.putIfAbsent(ENV, "kubernetes");
    }
    labels.putIfAbsent(Tags.KUBE_NAMESPACE, pod.namespace());
    labels.put(PROXY_TYPE, "sidecar");
    set(labels, LISTENER_INGRESS, listeners.contains(ListenerType.INGRESS));
    set(labels, LISTENER_EGRESS, listeners.contains(ListenerType.EGRESS));
    return labels;
  }

  NavigableMap<String, String> annotations() {
    NavigableMap<String, String> annotations = managed(pod.labels());
    annotations.putIfAbsent(DISPLAY_NAME, pod.name());
    String account = pod.template().serviceAccount();
    if (!account.isEmpty()) {
      annotations.put(SERVICE_ACCOUNT, account);
    }
    workload()
        .or(() -> Optional.of(account))
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> annotations.put(Labels.WORKLOAD, name));
    return annotations;
  }

  private Optional<String> workload() {
    return settings.workloadLabels().stream()
        .map(key -> pod.labels().getOrDefault(key, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static void set(Map<String, String> labels, String key, boolean enabled) {
    if (enabled) {
      labels.put(key, "enabled");
    } else {
      labels.remove(key);
    }
  }
}
