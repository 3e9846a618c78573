package io.higuma.xds.snapshot;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names that the sidecar's DNS server resolves, with their addresses. */
final class DnsRecords {
  private final String domain;
  private final SortedMap<String, List<String>> names = new TreeMap<>();

  DnsRecords(String domain) {
    this.domain = "." + domain;
  }

  /**
   * Adds the names of a service: its tag, and its tag with dots instead of underscores.
   *
   * @param prefix labels between the service and the domain, each after a dot; may be empty
   */
  void add(String service, String prefix, String address) {
    List<String> addresses =
        address.contains(":") ? List.of(address) : List.of(address, mapped(address));
    names.putIfAbsent(service + prefix + domain, addresses);
    names.putIfAbsent(service.replace('_', '.') + prefix + domain, addresses);
  }

  Map<String, List<String>> names() {
    return names;
  }

  /** The IPv4 address as an IPv6 address, for clients that only ask for AAAA records. */
  private static String mapped(String ipv4) {
    byte[] bytes = InetAddress.ofLiteral(ipv4).getAddress();
    return "::ffff:" + hex(bytes[0], bytes[1]) + ":" + hex(bytes[2], bytes[3]);
  }

  private static String hex(byte high, byte low) {
    return Integer.toHexString(((high & 0xFF) << 8) | (low & 0xFF));
  }
}
