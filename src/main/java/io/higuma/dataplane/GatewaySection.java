package io.higuma.dataplane;

import io.higuma.dataplane.ConversionTrace.PortFate;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.Protocol;
import io.higuma.kuma.Tags;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Builds the tags of a delegated gateway, which has no inbounds but has a service name. */
final class GatewaySection {
  private final ConversionState state;
  private final InboundSection inbounds;
  private final InboundTags tags;

  GatewaySection(ConversionState state, InboundSection inbounds, InboundTags tags) {
    this.state = state;
    this.inbounds = inbounds;
    this.tags = tags;
  }

  /**
   * The tags of the first port of the first Service, else those of a Pod without Services.
   *
   * @param owner finds the owner whose name all replicas share; called only if the name is needed,
   *     because an unknown owner is a failure
   * @param provided whether the gateway takes the name of its Deployment
   * @param tagged whether inbound tags are enabled
   */
  NavigableMap<String, String> tags(
      List<MatchedService> services, Supplier<PodOwner> owner, boolean provided, boolean tagged) {
    if (!provided) {
      return ofServices(services, owner);
    }
    PodOwner found = owner.get();
    return found.deployment() ? ofDeployment(found, tagged) : ofServices(services, () -> found);
  }

  private NavigableMap<String, String> ofDeployment(PodOwner owner, boolean tagged) {
    NavigableMap<String, String> only = new TreeMap<>();
    if (tagged) {
      only.put(Tags.SERVICE, tags.serviceless(owner.name()));
    }
    return only;
  }

  private NavigableMap<String, String> ofServices(
      List<MatchedService> services, Supplier<PodOwner> owner) {
    return first(services)
        .map(this::withoutUnsupportedProtocol)
        .orElseGet(() -> tags.ofPod(owner.get().name(), true));
  }

  private Optional<Inbound> first(List<MatchedService> services) {
    Optional<Inbound> first = Optional.empty();
    for (MatchedService matched : services) {
      for (ServicePortView port : matched.service().ports()) {
        Optional<Inbound> inbound = inbounds.inbound(matched, port);
        if (inbound.isPresent()) {
          PortFate fate = first.isEmpty() ? PortFate.GATEWAY_TAGS : PortFate.NOT_FIRST;
          inbounds.trace(matched, port, fate, inbound.get());
          first = first.or(() -> inbound);
        }
      }
    }
    return first;
  }

  private NavigableMap<String, String> withoutUnsupportedProtocol(Inbound inbound) {
    NavigableMap<String, String> tags = inbound.tags();
    if (tags.containsKey(Tags.PROTOCOL) && !inbound.protocol().equals(Protocol.TCP.tag())) {
      tags.remove(Tags.PROTOCOL);
      state.warn(
          ConversionProblem.Code.PROTOCOL_NOT_FOR_GATEWAY,
          inbound.service(),
          Integer.toString(inbound.servicePort()),
          "a delegated gateway carries tcp only, protocol '" + inbound.protocol() + "' is ignored");
    }
    return tags;
  }
}
