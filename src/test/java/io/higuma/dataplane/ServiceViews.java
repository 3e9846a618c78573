package io.higuma.dataplane;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts Services and EndpointSlices of the Kubernetes model to views: the reference for {@link
 * ServiceTrimmer}.
 */
public final class ServiceViews {
  static final String SERVICE_NAME = "kubernetes.io/service-name";

  private ServiceViews() {}

  /** Converts a Service. Adds the defaults of the API server. */
  public static ServiceView of(Service service) {
    ServiceSpec spec = service.getSpec() == null ? new ServiceSpec() : service.getSpec();
    return new ServiceView(
        Views.interned(service.getMetadata().getNamespace()),
        Views.interned(service.getMetadata().getName()),
        ReadAnnotations.labelsOfService(service.getMetadata().getLabels()),
        ReadAnnotations.ofService(service.getMetadata().getAnnotations()),
        ReadAnnotations.internAll(spec.getSelector()),
        spec.getType() == null ? "ClusterIP" : Views.interned(spec.getType()),
        Views.interned(spec.getClusterIP()),
        spec.getPorts().stream().map(ServiceViews::port).toList());
  }

  /** Converts an EndpointSlice. Keeps the UIDs of all targets. */
  public static EndpointSliceView of(EndpointSlice slice) {
    Map<String, String> labels = slice.getMetadata().getLabels();
    Set<String> pods =
        slice.getEndpoints().stream()
            .map(endpoint -> endpoint.getTargetRef())
            .filter(Objects::nonNull)
            .map(ObjectReference::getUid)
            .filter(uid -> uid != null && !uid.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new EndpointSliceView(
        Views.interned(slice.getMetadata().getNamespace()),
        Views.interned(slice.getMetadata().getName()),
        Views.interned(labels == null ? null : labels.get(SERVICE_NAME)),
        pods);
  }

  static String protocol(@Nullable String protocol) {
    return protocol == null || protocol.isEmpty() ? "TCP" : protocol.intern();
  }

  private static ServicePortView port(ServicePort port) {
    int number = port.getPort() == null ? 0 : port.getPort();
    return new ServicePortView(
        Views.interned(port.getName()),
        number,
        target(port.getTargetPort(), number),
        protocol(port.getProtocol()),
        Views.interned(port.getAppProtocol()));
  }

  private static TargetPort target(@Nullable IntOrString target, int port) {
    if (target != null && target.getStrVal() != null && !target.getStrVal().isEmpty()) {
      return new TargetPort.Named(target.getStrVal().intern());
    }
    int number = target == null || target.getIntVal() == null ? 0 : target.getIntVal();
    return new TargetPort.Numbered(number == 0 ? port : number);
  }
}
