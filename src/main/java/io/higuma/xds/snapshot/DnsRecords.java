package io.higuma.xds.snapshot;

import io.higuma.xds.snapshot.ServiceResources.InstanceResources;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names that the sidecar's DNS server resolves, with their addresses. */
final class DnsRecords {
  private final String domain;
  private final SortedMap<String, List<String>> names = new TreeMap<>();
  private @Nullable String version;

  DnsRecords(String domain) {
    this.domain = "." + domain;
  }

  /**
   * Adds the names of a service and of its instances.
   *
   * @param proxy the proxy that is not to get its own name; empty for none
   */
  void add(ServiceResources service, String proxy) {
    String name = service.service().name();
    service.service().vip().ifPresent(vip -> add(name, "", vip));
    for (InstanceResources instance : service.instances()) {
      if (!instance.endpoint().proxy().equals(proxy)) {
        add(name, "." + instance.endpoint().instance(), instance.endpoint().address());
      }
    }
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

  /** Hash of all names and addresses; only to be called when all have been added. */
  synchronized String version() {
    String known = version;
    if (known == null) {
      ContentHash hash = new ContentHash();
      names.forEach((name, addresses) -> hash.add(name).add("\0").add(addresses.toString()));
      known = hash.toString();
      version = known;
    }
    return known;
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
