package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What kuma-dp says of itself when it asks for its bootstrap configuration. Unknown fields are
 * ignored.
 *
 * @param proxy the proxy; empty if the Mesh or the name is missing
 * @param proxyType its type; {@code dataplane} if none is given
 * @param hasToken whether it has a token of its service account
 * @param tokenPath the file with that token, which is read for each stream
 * @param caCert the authorities in PEM that the control plane's certificate is checked with; may be
 *     empty
 * @param workdir the folder of its sockets
 * @param dnsPort the port of its DNS server; 0 if it has none
 * @param readinessPort the port of its readiness endpoint
 * @param features names of its features
 * @param body the whole request, for the parts that are only passed on
 */
record BootstrapRequest(
    Optional<ProxyIdentity> proxy,
    String proxyType,
    boolean hasToken,
    String tokenPath,
    String caCert,
    String workdir,
    int dnsPort,
    int readinessPort,
    List<String> features,
    JsonNode body) {
  private static final String DATAPLANE = "dataplane";

  static BootstrapRequest of(JsonNode body) {
    List<String> features = new ArrayList<>();
    body.path("features").forEach(feature -> features.add(feature.asText()));
    String type = body.path("proxyType").asText("");
    return new BootstrapRequest(
        ProxyIdentity.of(body.path("mesh").asText(""), body.path("name").asText("")),
        type.isEmpty() ? DATAPLANE : type,
        !body.path("dataplaneToken").asText("").isEmpty()
            || !body.path("dataplaneTokenPath").asText("").isEmpty(),
        body.path("dataplaneTokenPath").asText(""),
        body.path("caCert").asText(""),
        body.path("workdir").asText(""),
        body.path("dnsPort").asInt(0),
        body.path("readinessPort").asInt(0),
        List.copyOf(features),
        body);
  }

  /** Whether the proxy is a sidecar, not a zone proxy. */
  boolean isSidecar() {
    return proxyType.equals(DATAPLANE);
  }

  /** Whether the proxy wants incremental xDS. */
  boolean wantsDelta() {
    return features.contains("feature-delta-grpc");
  }

  /** Whether the proxy forwards probes to the application; the field is inverted by history. */
  boolean probeProxyEnabled() {
    return body.path("appProbeProxyDisabled").asBoolean(false);
  }
}
