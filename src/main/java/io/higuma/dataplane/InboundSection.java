package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.InitPortView;
import io.higuma.dataplane.ConversionTrace.Match;
import io.higuma.dataplane.ConversionTrace.PortFate;
import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds the inbounds of a Pod: one for each TCP port of each Service, sorted by Service name. */
final class InboundSection {
  private final ConversionState state;
  private final InboundTags tags;
  private final Readiness readiness;

  InboundSection(ConversionState state, InboundTags tags) {
    this.state = state;
    this.tags = tags;
    this.readiness = new Readiness(state.pod());
  }

  /**
   * The inbounds of these Services.
   *
   * @param uniquePorts whether several Services with the same Pod port produce only one inbound
   */
  List<Inbound> of(List<MatchedService> services, boolean uniquePorts) {
    List<Inbound> inbounds = new ArrayList<>();
    Set<Integer> usedPorts = new HashSet<>();
    for (MatchedService matched : services) {
      for (ServicePortView port : matched.service().ports()) {
        inbound(matched, port)
            .ifPresent(
                inbound -> {
                  boolean first = usedPorts.add(inbound.port()) || !uniquePorts;
                  trace(matched, port, first ? PortFate.INBOUND : PortFate.DUPLICATE, inbound);
                  if (first) {
                    inbounds.add(inbound);
                  }
                });
      }
    }
    return inbounds;
  }

  /** The inbound of a Service port; empty if the port is skipped. */
  Optional<Inbound> inbound(MatchedService matched, ServicePortView port) {
    ServiceView service = matched.service();
    return target(service, port)
        .map(
            target -> {
              String protocol = PortProtocol.of(service, port);
              return new Inbound(
                  target.number(),
                  target.name(),
                  protocol,
                  tags.ofPort(service, port, protocol),
                  state(matched, target),
                  service.name(),
                  port.port());
            });
  }

  /** The inbound of a Pod without Services. */
  Inbound serviceless(String owner) {
    return new Inbound(
        Inbound.SERVICELESS,
        "",
        Protocol.TCP.tag(),
        tags.ofPod(owner, false),
        readiness.ofAllContainers() ? Inbound.State.READY : Inbound.State.NOT_READY,
        "",
        0);
  }

  /** Resolves a Service port to a Pod port; records the reason if there is none. */
  Optional<PodPort> target(ServiceView service, ServicePortView port) {
    PortFate fate = PortFate.NOT_TCP;
    if (port.protocol().equals("TCP")) {
      Optional<PodPort> target = PodPort.find(state.pod(), port);
      if (target.isPresent()) {
        return target;
      }
      Optional<InitPortView> init = PodPort.ofInitContainer(state.pod(), port);
      fate = init.isPresent() ? PortFate.NAME_OF_INIT_CONTAINER : PortFate.NAME_NOT_FOUND;
      state.warn(
          ConversionProblem.Code.PORT_NOT_FOUND,
          service.name(),
          Integer.toString(port.port()),
          init.map(InboundSection::initContainerMessage)
              .orElse("no container declares a TCP port named '" + port.targetPort() + "'"));
    }
    state.trace(service.name(), new PortStep(port.port(), port.targetPort().toString(), fate, 0));
    return Optional.empty();
  }

  /**
   * Kuma resolves port names in containers only, and Higuma does the same; newer versions of
   * Kubernetes also resolve names of native sidecars and then send traffic to a port without an
   * inbound.
   */
  private static String initContainerMessage(InitPortView init) {
    return "the TCP port named '"
        + init.port().name()
        + "' gets no inbound: init container "
        + init.container()
        + " declares it, "
        + (init.sidecar()
            ? "and names count only in containers; use the port's number, "
                + init.port().port()
                + ", as targetPort"
            : "which has ended before the Pod serves; name a port of a container");
  }

  void trace(MatchedService matched, ServicePortView port, PortFate fate, Inbound inbound) {
    state.trace(
        matched.service().name(),
        new PortStep(port.port(), port.targetPort().toString(), fate, inbound.port()));
  }

  private Inbound.State state(MatchedService matched, PodPort target) {
    if (matched.match() == Match.SELECTED_PARTLY) {
      return Inbound.State.IGNORED;
    }
    return readiness.of(target.container()) ? Inbound.State.READY : Inbound.State.NOT_READY;
  }
}
