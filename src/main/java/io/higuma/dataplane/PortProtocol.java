package io.higuma.dataplane;

import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.Protocol;
import java.util.Locale;

/** Determines the protocol of a Service port. */
final class PortProtocol {
  private PortProtocol() {}

  /**
   * {@code appProtocol} if the mesh supports it, else the unvalidated value of the Service's
   * annotation for the port, else tcp.
   */
  static String of(ServiceView service, ServicePortView port) {
    return Protocol.of(port.appProtocol())
        .map(Protocol::tag)
        .orElseGet(() -> annotated(service, port.port()));
  }

  private static String annotated(ServiceView service, int port) {
    String value =
        service.annotations().getOrDefault(port + DataplaneAnnotations.SERVICE_PROTOCOL, "");
    return value.isEmpty() ? Protocol.TCP.tag() : value.toLowerCase(Locale.ROOT);
  }
}
