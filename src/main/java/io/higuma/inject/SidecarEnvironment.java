package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.GoDuration;
import java.util.TreeMap;

/** The environment of {@code kuma-sidecar}, sorted by name. */
final class SidecarEnvironment {
  private static final String XDS_TRANSPORT =
      "KUMA_DATAPLANE_RUNTIME_ENVOY_XDS_TRANSPORT_PROTOCOL_VARIANT";

  private final TreeMap<String, ObjectNode> variables = new TreeMap<>();

  private SidecarEnvironment() {}

  /** Generated variables, overridden by those of the settings, overridden by those of the Pod. */
  static ArrayNode of(InjectionContext injection, PodOptions options, String mesh) {
    var environment = new SidecarEnvironment();
    environment.identity(injection, mesh);
    environment.runtime(injection, options.sidecar());
    environment.dns(injection, options.dns());
    environment.put(
        "KUMA_APPLICATION_PROBE_PROXY_PORT", Integer.toString(options.probes().proxyPort()));
    injection.injector().sidecarContainer().envVars().forEach(environment::put);
    options.sidecar().envVars().forEach(environment::put);
    return JsonNodes.array(environment.variables.values());
  }

  private void identity(InjectionContext injection, String mesh) {
    field("POD_NAME", "metadata.name");
    field("POD_NAMESPACE", "metadata.namespace");
    field("INSTANCE_IP", "status.podIP");
    put("KUMA_CONTROL_PLANE_URL", injection.controlPlaneUrl());
    put("KUMA_CONTROL_PLANE_CA_CERT", injection.caCertificate());
    put("KUMA_DATAPLANE_MESH", mesh);
  }

  private void runtime(InjectionContext injection, PodOptions.Sidecar sidecar) {
    put("KUMA_DATAPLANE_DRAIN_TIME", GoDuration.format(sidecar.drainTime()));
    put("KUMA_DATAPLANE_RUNTIME_TOKEN_PATH", PodReader.TOKEN_PATH + "/token");
    if (injection.settings().experimental().deltaXds()) {
      put(XDS_TRANSPORT, "DELTA_GRPC");
    }
    sidecar.xdsTransport().ifPresent(variant -> put(XDS_TRANSPORT, variant));
    sidecar.logLevel().ifPresent(level -> put("KUMA_DATAPLANE_RUNTIME_ENVOY_LOG_LEVEL", level));
    sidecar
        .componentLogLevel()
        .ifPresent(level -> put("KUMA_DATAPLANE_RUNTIME_ENVOY_COMPONENT_LOG_LEVEL", level));
    if (injection.injector().unifiedResourceNamingEnabled()) {
      put("KUMA_DATAPLANE_RUNTIME_UNIFIED_RESOURCE_NAMING_ENABLED", "true");
    }
    if (injection.injector().otelPipeEnabled()) {
      field("HOST_IP", "status.hostIP");
    } else {
      put("KUMA_DATAPLANE_RUNTIME_OTEL_PIPE_ENABLED", "false");
    }
    if (sidecar.spire()) {
      put("KUMA_DATAPLANE_RUNTIME_SPIRE_SUPPORTED", "true");
    }
  }

  private void dns(InjectionContext injection, PodOptions.Dns dns) {
    put("KUMA_DNS_ENABLED", Boolean.toString(dns.enabled()));
    if (!dns.enabled()) {
      return;
    }
    put("KUMA_DNS_ENABLE_LOGGING", Boolean.toString(dns.logging()));
    if (injection.injector().builtinDNS().experimentalProxy()) {
      put("KUMA_DNS_PROXY_PORT", Integer.toString(dns.port()));
    } else {
      put("KUMA_DNS_CORE_DNS_PORT", Integer.toString(dns.port()));
      put("KUMA_DNS_ENVOY_DNS_PORT", Integer.toString(dns.port() + SidecarPorts.ENVOY_DNS_OFFSET));
      put("KUMA_DNS_CORE_DNS_BINARY_PATH", "coredns");
    }
  }

  private void field(String name, String path) {
    variables.put(name, JsonNodes.fieldVariable(name, path));
  }

  /** Omits an empty value, as Kubernetes does in its JSON form. */
  private void put(String name, String value) {
    var variable = JsonNodes.object().put("name", name);
    variables.put(name, value.isEmpty() ? variable : variable.put("value", value));
  }
}
