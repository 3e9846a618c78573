package io.higuma.xds.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.AddressRange;
import io.higuma.kuma.IpBlock;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Tags;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The virtual IPs of a Mesh, in the format that Kuma stores them in, so that either control plane
 * keeps the addresses of the other. Entries of other types than services are kept unchanged.
 */
public final class VirtualIps {
  /** No addresses. */
  public static final VirtualIps NONE = new VirtualIps(new TreeMap<>());

  private static final ObjectMapper MAPPER = new JsonMapper();

  /** Prefix of the keys of services; others are hosts and fully qualified names. */
  private static final String SERVICE = "0:";

  private static final String ADDRESS = "address";
  private static final String OUTBOUNDS = "outbounds";
  private static final String ORIGIN = "service";

  private final SortedMap<String, JsonNode> entries;
  private final Map<String, String> services;

  private VirtualIps(SortedMap<String, JsonNode> entries) {
    this.entries = Collections.unmodifiableSortedMap(entries);
    this.services = Collections.unmodifiableMap(services(entries));
  }

  private static Map<String, String> services(SortedMap<String, JsonNode> entries) {
    Map<String, String> addresses = new TreeMap<>();
    entries.forEach(
        (key, value) -> {
          String address = value.path(ADDRESS).asText("");
          // Envoy would reject a listener at an address such as a name.
          if (key.startsWith(SERVICE) && IpBlock.isAddress(address)) {
            addresses.put(key.substring(SERVICE.length()), address);
          }
        });
    return addresses;
  }

  /** Parses the stored form; a violation if it is not valid. */
  public static Parsed<VirtualIps> parse(String json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return Parsed.bad("config", "bad_vips", e.getOriginalMessage(), "a JSON object");
    }
    if (!tree.isObject()) {
      return Parsed.bad("config", "bad_vips", tree.toString(), "a JSON object");
    }
    SortedMap<String, JsonNode> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      if (!entry.getValue().isObject()) {
        return Parsed.bad(
            "config." + entry.getKey(), "bad_vips", entry.getValue().toString(), "an object");
      }
      entries.put(entry.getKey(), entry.getValue());
    }
    return Parsed.good(new VirtualIps(entries));
  }

  /** The addresses by service tag, without those that are no IP addresses. */
  public Map<String, String> services() {
    return services;
  }

  /**
   * Gives an address to each of these services that has no valid one, the lowest free one first.
   *
   * @param services service tags
   * @param range the range of the addresses
   * @param port the port of services at their addresses
   * @return the addresses with as many services as the range has room for
   */
  public VirtualIps allocate(Collection<String> services, AddressRange range, int port) {
    SortedMap<String, JsonNode> allocated = new TreeMap<>(entries);
    Set<String> taken = new HashSet<>();
    entries.values().forEach(entry -> taken.add(entry.path(ADDRESS).asText("")));
    AddressRange.Free free = range.free(taken);
    for (String service : new TreeSet<>(services)) {
      if (!this.services.containsKey(service) && free.hasNext()) {
        allocated.put(SERVICE + service, entry(service, free.next(), port));
      }
    }
    return new VirtualIps(allocated);
  }

  /** Frees the addresses of these services. */
  public VirtualIps without(Collection<String> services) {
    SortedMap<String, JsonNode> left = new TreeMap<>(entries);
    services.forEach(service -> left.remove(SERVICE + service));
    return new VirtualIps(left);
  }

  /** The stored form. */
  public String json() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    entries.forEach(tree::set);
    return tree.toString();
  }

  private static ObjectNode entry(String service, String address, int port) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put(ADDRESS, address);
    ObjectNode outbound = entry.putArray(OUTBOUNDS).addObject().put("Port", port);
    outbound.putObject("TagSet").put(Tags.SERVICE, service);
    outbound.put("Origin", ORIGIN);
    return entry;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualIps ips && ips.entries.equals(entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return json();
  }
}
