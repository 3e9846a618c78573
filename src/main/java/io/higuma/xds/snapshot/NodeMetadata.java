package io.higuma.xds.snapshot;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sidecar says of itself in the node of its stream. It comes from the bootstrap
 * configuration and returns with every stream, so that any control plane can serve the sidecar.
 *
 * @param workdir the folder of its sockets; empty if unknown
 * @param embeddedDns whether it resolves names from its configuration
 * @param reusePort whether its inbound listeners may share their port
 * @param probeProxy whether its application probe proxy answers the kubelet's probes
 * @param versions versions of its parts by name, such as {@code envoy}
 * @param redirection ports of the redirection that replace those of the Dataplane, if the Pod is
 *     configured by a ConfigMap
 */
public record NodeMetadata(
    String workdir,
    boolean embeddedDns,
    boolean reusePort,
    boolean probeProxy,
    Map<String, String> versions,
    Optional<RedirectPorts> redirection) {

  /** Nothing is known. */
  public static final NodeMetadata UNKNOWN =
      new NodeMetadata("", false, false, false, Map.of(), Optional.empty());

  /** Keys of the metadata. */
  public static final String WORKDIR = "workdir";

  public static final String PROBE_PROXY = "dataplane.appProbeProxy.enabled";
  public static final String DNS_PORT = "dataplane.dns.port";
  public static final String FEATURES = "features";
  public static final String VERSION = "version";
  public static final String TRANSPARENT_PROXY = "transparentProxy";
  private static final String REUSE_PORT = "feature-reuse-port";

  /**
   * Ports of the redirection.
   *
   * @param inbound the sidecar's port for inbound traffic
   * @param outbound the sidecar's port for outbound traffic
   * @param dualStack whether IPv6 is redirected too
   */
  public record RedirectPorts(int inbound, int outbound, boolean dualStack) {}

  /** Reads the metadata of a node; unknown fields are ignored. */
  public static NodeMetadata of(Struct metadata) {
    Map<String, Value> fields = metadata.getFieldsMap();
    Set<String> features =
        field(fields, FEATURES).getListValue().getValuesList().stream()
            .map(Value::getStringValue)
            .collect(Collectors.toSet());
    return new NodeMetadata(
        field(fields, WORKDIR).getStringValue(),
        !field(fields, DNS_PORT).getStringValue().isEmpty(),
        features.contains(REUSE_PORT),
        field(fields, PROBE_PROXY).getStringValue().equals("true"),
        versions(field(fields, VERSION).getStructValue()),
        redirection(field(fields, TRANSPARENT_PROXY).getStructValue()));
  }

  private static Map<String, String> versions(Struct parts) {
    return parts.getFieldsMap().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                part -> text(part.getValue().getStructValue().getFieldsMap(), "version")));
  }

  private static Optional<RedirectPorts> redirection(Struct proxy) {
    Struct redirect = field(proxy.getFieldsMap(), "redirect").getStructValue();
    int inbound = port(redirect, "inbound");
    int outbound = port(redirect, "outbound");
    return inbound == 0 || outbound == 0
        ? Optional.empty()
        : Optional.of(
            new RedirectPorts(
                inbound,
                outbound,
                !text(proxy.getFieldsMap(), "ipFamilyMode").equalsIgnoreCase("ipv4")));
  }

  private static int port(Struct redirect, String direction) {
    Value value =
        field(field(redirect.getFieldsMap(), direction).getStructValue().getFieldsMap(), "port");
    return (int) value.getNumberValue();
  }

  private static String text(Map<String, Value> fields, String key) {
    return field(fields, key).getStringValue();
  }

  private static Value field(Map<String, Value> fields, String key) {
    return fields.getOrDefault(key, Value.getDefaultInstance());
  }
}
