package io.higuma.dataplane;

import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.Protocol;
import java.util.Locale;

/** The protocol of a Service port. */
final class PortProtocol {
  private PortProtocol() {}

  /**
   * {@code appProtocol} where the mesh understands it, else the Service's annotation for the port
   * whatever it says, else tcp.
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
