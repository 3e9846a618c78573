package io.higuma.dataplane;

import io.higuma.kuma.IpBlock;
import io.higuma.kuma.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * Checks a generated Dataplane for errors that the validator of Dataplanes would reject, and
 * reports the Service and port that cause them.
 */
final class SpecCheck {
  private final ConversionState state;

  SpecCheck(ConversionState state) {
    this.state = state;
  }

  void check(Networking networking, Optional<Integer> adminPort) {
    address();
    if (networking.empty()) {
      fail("networking", "has to contain at least one inbound, gateway or listener");
    }
    networking.inbounds().forEach(this::inbound);
    boolean loopback = List.of("127.0.0.1", "0.0.0.0").contains(state.pod().status().podIP());
    if (loopback) {
      adminPort.ifPresent(
          admin ->
              networking.inbounds().stream()
                  .filter(inbound -> inbound.port() == admin)
                  .forEach(inbound -> adminPortConflict(inbound, admin)));
    }
  }

  private void address() {
    String address = state.pod().status().podIP();
    if (address.equals("0.0.0.0") || address.equals("::")) {
      fail("networking.address", "must not be 0.0.0.0 or ::");
    } else if (!IpBlock.isAddress(address)) {
      fail("networking.address", "value '" + address + "' is not an IP address");
    }
  }

  private void inbound(Inbound inbound) {
    if (inbound.port() < 1 || inbound.port() > 65535) {
      fail(inbound, "port", "value '" + inbound.port() + "' is not valid: expected 1 to 65535");
    }
    if (Protocol.of(inbound.protocol()).isEmpty()) {
      fail(
          inbound,
          "protocol",
          "value '" + inbound.protocol() + "' is not valid: expected " + Protocol.names());
    }
  }

  private void adminPortConflict(Inbound inbound, int admin) {
    fail(inbound, "port", "must differ from the port of the admin interface, " + admin);
  }

  private void fail(Inbound inbound, String path, String message) {
    state.fail(
        ConversionProblem.Code.INVALID_SPEC,
        inbound.service(),
        inbound.servicePort() == 0 ? "" : Integer.toString(inbound.servicePort()),
        path,
        message);
  }

  private void fail(String path, String message) {
    state.fail(ConversionProblem.Code.INVALID_SPEC, path, message);
  }
}
