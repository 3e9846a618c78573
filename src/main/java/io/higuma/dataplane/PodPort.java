package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.ContainerPortView;
import io.higuma.dataplane.CachedPod.ContainerView;
import io.higuma.dataplane.CachedPod.InitPortView;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The Pod port that a Service port resolves to.
 *
 * @param number its number
 * @param name the name that a container declares; empty if none does
 * @param container the container that declares it
 */
record PodPort(int number, String name, Optional<String> container) {

  /**
   * Resolves the target port. A number needs no declaration, a name does. Ignores init containers.
   */
  static Optional<PodPort> find(CachedPod pod, ServicePortView port) {
    return switch (port.targetPort()) {
      case TargetPort.Numbered(int number) ->
          declared(pod, port, declared -> declared.port() == number)
              .or(() -> Optional.of(new PodPort(number, "", Optional.empty())));
      case TargetPort.Named(String name) ->
          declared(pod, port, declared -> declared.name().equals(name));
    };
  }

  /** The declaration of the named port in an init container. */
  static Optional<InitPortView> ofInitContainer(CachedPod pod, ServicePortView port) {
    return pod.template().initPorts().stream()
        .filter(init -> init.port().protocol().equals(port.protocol()))
        .filter(init -> init.port().name().equals(port.targetPort().toString()))
        .findFirst();
  }

  private static Optional<PodPort> declared(
      CachedPod pod, ServicePortView port, Predicate<ContainerPortView> wanted) {
    for (ContainerView container : pod.template().containers()) {
      for (ContainerPortView declared : container.ports()) {
        if (declared.protocol().equals(port.protocol()) && wanted.test(declared)) {
          return Optional.of(
              new PodPort(declared.port(), declared.name(), Optional.of(container.name())));
        }
      }
    }
    return Optional.empty();
  }
}
