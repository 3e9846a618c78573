package io.higuma.dataplane;

import io.higuma.dataplane.ConversionTrace.PortFate;
import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the listeners of a zone proxy: one for each TCP port of the Services with the label {@code
 * k8s.kuma.io/zone-proxy-type}.
 */
final class ListenerSection {
  private final ConversionState state;
  private final InboundSection inbounds;
  private final Readiness readiness;
  private final Map<Integer, Listener> byPort = new LinkedHashMap<>();

  ListenerSection(ConversionState state, InboundSection inbounds) {
    this.state = state;
    this.inbounds = inbounds;
    this.readiness = new Readiness(state.pod());
  }

  List<Listener> of(List<MatchedService> services, boolean exclusive) {
    for (MatchedService matched : services) {
      if (exclusive) {
        listeners(matched.service());
      } else {
        skip(matched.service());
      }
    }
    return new ArrayList<>(byPort.values());
  }

  private void listeners(ServiceView service) {
    String value = service.labels().getOrDefault(Labels.ZONE_PROXY_TYPE, "");
    Optional<ListenerType> type =
        Arrays.stream(ListenerType.values()).filter(t -> t.label().equals(value)).findFirst();
    if (type.isEmpty()) {
      state.fail(
          ConversionProblem.Code.UNKNOWN_ZONE_PROXY_TYPE,
          service.name(),
          "",
          Labels.ZONE_PROXY_TYPE,
          "value '" + value + "' is not valid: expected ingress or egress");
      return;
    }
    for (ServicePortView port : service.ports()) {
      inbounds
          .target(service, port)
          .ifPresent(target -> listener(service, port, type.get(), target));
    }
  }

  private void listener(
      ServiceView service, ServicePortView port, ListenerType type, PodPort target) {
    String name = port.name().isEmpty() ? service.name() + "-" + port.port() : port.name();
    Listener listener =
        new Listener(type, target.number(), name, readiness.of(target.container()), service.name());
    Listener existing = byPort.putIfAbsent(target.number(), listener);
    if (existing != null && existing.type() != type) {
      state.fail(
          ConversionProblem.Code.LISTENER_CONFLICT,
          service.name(),
          Integer.toString(port.port()),
          Labels.ZONE_PROXY_TYPE,
          "Service '"
              + existing.service()
              + "' has another type for port "
              + target.number()
              + " of the Pod: remove one of the Services");
    }
    trace(
        service, port, existing == null ? PortFate.LISTENER : PortFate.DUPLICATE, target.number());
  }

  private void skip(ServiceView service) {
    state.warn(
        ConversionProblem.Code.LISTENERS_NEED_EXCLUSIVE_MESH,
        service.name(),
        "",
        "no listeners: the Mesh is not in MeshServices mode Exclusive");
    service.ports().forEach(port -> trace(service, port, PortFate.NOT_EXCLUSIVE, 0));
  }

  private void trace(ServiceView service, ServicePortView port, PortFate fate, int number) {
    state.trace(
        service.name(), new PortStep(port.port(), port.targetPort().toString(), fate, number));
  }
}
