package io.higuma.inject;

import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.AdmittedPod.PortView;
import io.higuma.inject.Trace.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ports on which the sidecar listens. Containers of a Pod share the network, so a container
 * with the same port fails to start or takes the port from the sidecar.
 */
final class SidecarPorts {
  /** Offset of Envoy's DNS port from the port of CoreDNS. */
  static final int ENVOY_DNS_OFFSET = 2;

  private static final String UDP = "UDP";

  private final List<Listener> listeners = new ArrayList<>();

  /**
   * A port of the sidecar.
   *
   * @param number the port
   * @param udp whether it also listens on UDP
   * @param purpose what the sidecar uses it for
   */
  private record Listener(int number, boolean udp, String purpose) {
    boolean collidesWith(PortView port) {
      return port.number() == number && (port.protocol().equals("TCP") || udp(port));
    }

    private boolean udp(PortView port) {
      return udp && port.protocol().equals(UDP);
    }
  }

  private SidecarPorts() {}

  /** The ports of a sidecar with these options and this redirection. */
  static SidecarPorts of(InjectionContext injection, PodOptions options, Redirection redirection) {
    var ports = new SidecarPorts();
    var sidecar = injection.injector().sidecarContainer();
    ports.tcp(sidecar.redirectPortOutbound(), "it takes the Pod's outbound traffic");
    if (redirection.inbound()) {
      ports.tcp(sidecar.redirectPortInbound(), "it takes the Pod's inbound traffic");
    }
    ports.probes(options.probes());
    ports.own(injection, options);
    if (options.dns().enabled()) {
      ports.dns(options.dns().port());
      if (!injection.injector().builtinDNS().experimentalProxy()) {
        ports.dns(options.dns().port() + ENVOY_DNS_OFFSET);
      }
    }
    return ports;
  }

  private void probes(PodOptions.Probes probes) {
    if (probes.proxyPort() != 0) {
      tcp(probes.proxyPort(), "it answers the Pod's probes (application probe proxy)");
    }
    if (probes.virtual()) {
      tcp(probes.virtualPort(), "it answers the Pod's probes (virtual probes)");
    }
  }

  /**
   * If the admin interface is a Unix socket, a separate readiness port answers the sidecar's
   * probes.
   */
  private void own(InjectionContext injection, PodOptions options) {
    var bootstrap = injection.settings().bootstrapServer().params();
    if (bootstrap.envoyAdminUnixSocket()) {
      tcp(bootstrap.readinessPort(), "it reports its readiness");
    } else {
      tcp(options.sidecar().adminPort(bootstrap), "it has its admin interface");
    }
  }

  private void tcp(int number, String purpose) {
    listeners.add(new Listener(number, false, purpose));
  }

  private void dns(int number) {
    listeners.add(new Listener(number, true, "it answers the Pod's DNS queries"));
  }

  /** Warns if a container that runs at the same time declares one of these ports. */
  void warn(AdmittedPod pod, DecisionNotes notes) {
    Stream.concat(
            pod.containers().stream(),
            pod.initContainers().stream().filter(ContainerView::isRestartable))
        .flatMap(this::collisions)
        .distinct()
        .forEach(sentence -> notes.warn(Stage.REDIRECTION, "port_in_use", sentence));
  }

  private Stream<String> collisions(ContainerView container) {
    return container.ports().stream()
        .flatMap(
            port ->
                listeners.stream()
                    .filter(listener -> listener.collidesWith(port))
                    .map(
                        listener ->
                            "container "
                                + container.name()
                                + " declares port "
                                + port.number()
                                + "/"
                                + port.protocol()
                                + ", on which kuma-sidecar listens: "
                                + listener.purpose()));
  }
}
