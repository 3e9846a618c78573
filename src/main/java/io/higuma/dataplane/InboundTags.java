package io.higuma.dataplane;

import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.Protocol;
import io.higuma.kuma.Tags;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Builds the tags of inbounds and of delegated gateways. */
final class InboundTags {
  private final CachedPod pod;
  private final DataplaneSettings settings;
  private final Map<String, String> nodeLabels;

  InboundTags(CachedPod pod, DataplaneSettings settings, Map<String, String> nodeLabels) {
    this.pod = pod;
    this.settings = settings;
    this.nodeLabels = nodeLabels;
  }

  /** The tags of a Service port. */
  NavigableMap<String, String> ofPort(ServiceView service, ServicePortView port, String protocol) {
    NavigableMap<String, String> tags = labels(false);
    tags.put(Tags.KUBE_SERVICE, service.name());
    tags.put(Tags.KUBE_PORT, Integer.toString(port.port()));
    if (service.isHeadless()) {
      tags.put(Tags.INSTANCE, pod.name());
    }
    String name = service.name() + "_" + service.namespace() + "_svc_" + port.port();
    return generated(tags, name, protocol);
  }

  /**
   * The tags of a Pod without Services.
   *
   * @param owner the owner name that all replicas share
   * @param gateway whether the Pod is a delegated gateway, which also keeps reserved labels: its
   *     tags are its identity, and replicas converted by Kuma have them
   */
  NavigableMap<String, String> ofPod(String owner, boolean gateway) {
    NavigableMap<String, String> tags = labels(gateway);
    tags.put(Tags.INSTANCE, pod.name());
    return generated(tags, serviceless(owner), Protocol.TCP.tag());
  }

  /** The service name of a Pod without Services. */
  String serviceless(String owner) {
    return owner + "_" + pod.namespace() + "_svc";
  }

  /**
   * The labels of the Pod and, in place of those with the same key, the copied ones of its Node.
   */
  private NavigableMap<String, String> labels(boolean withReserved) {
    NavigableMap<String, String> tags = new TreeMap<>();
    pod.labels()
        .forEach(
            (key, value) -> {
              if (!value.isEmpty() && (withReserved || !key.contains(Tags.RESERVED))) {
                tags.put(key, value);
              }
            });
    nodeLabels.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            tags.put(key, value);
          }
        });
    return tags;
  }

  private NavigableMap<String, String> generated(
      NavigableMap<String, String> tags, String service, String protocol) {
    if (settings.inboundTagsDisabled()) {
      return new TreeMap<>();
    }
    tags.put(Tags.KUBE_NAMESPACE, pod.namespace());
    tags.put(Tags.SERVICE, service);
    tags.put(Tags.PROTOCOL, protocol);
    if (!settings.zone().isEmpty()) {
      tags.put(Tags.ZONE, settings.zone());
    }
    return tags;
  }
}
