package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bootstrap configuration of an Envoy, in the JSON form of its protobuf message: where it gets
 * its resources from, and its admin interface.
 */
final class BootstrapDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TYPE = "@type";
  private static final String TYPES = "type.googleapis.com/envoy.";
  private static final String TOKEN_PLUGIN = "envoy.grpc_credentials.file_based_metadata";
  private static final int ADMIN_SOCKET_MODE = 0600;
  private static final int KEEPALIVE_MILLIS = 10_000;
  private static final int KEEPALIVE_TIMEOUT_MILLIS = 30_000;
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;
  private static final int RE2_WARNING_SIZE = 1000;

  /** Tags that Envoy extracts from the names of its statistics. */
  private static final List<List<String>> STATS_TAGS =
      List.of(
          List.of("name", "^grpc\\.((.+)\\.)"),
          List.of("status", "^grpc.*streams_closed(_([0-9]+))"),
          List.of("kafka_name", "^kafka(\\.(\\S*[0-9]))\\."),
          List.of("kafka_type", "^kafka\\..*\\.(.*?(?=_duration|$))"),
          List.of("worker", "(worker_([0-9]+)\\.)"),
          List.of("listener", "((.+?)\\.)rbac\\."));

  private final BootstrapRequest request;
  private final ProxyIdentity proxy;
  private final ProxyNetworking networking;
  private final Server server;

  /**
   * How proxies reach the control plane, and settings of their Envoys.
   *
   * @param host the host name that the proxy has used
   * @param port the port of xDS
   * @param authorities authorities in PEM, for proxies that have none
   * @param maxMessageBytes the longest response that a proxy accepts
   * @param adminPort the port of the admin interface, for Dataplanes that have none
   * @param adminSocket whether the admin interface listens on a Unix socket
   */
  record Server(
      String host,
      int port,
      String authorities,
      long maxMessageBytes,
      int adminPort,
      boolean adminSocket) {}

  BootstrapDocument(
      BootstrapRequest request, ProxyIdentity proxy, ProxyNetworking networking, Server server) {
    this.request = request;
    this.proxy = proxy;
    this.networking = networking;
    this.server = server;
  }

  /** The whole document. */
  ObjectNode build() {
    ObjectNode document = JSON.objectNode();
    document.set("admin", admin());
    document
        .putObject("defaultRegexEngine")
        .put("name", "envoy.regex_engines.google_re2")
        .set("typedConfig", typed("extensions.regex_engines.v3.GoogleRE2"));
    document.set("dynamicResources", dynamicResources());
    document
        .putObject("layeredRuntime")
        .putArray("layers")
        .addObject()
        .put("name", "kuma")
        .putObject("staticLayer")
        .put("re2.max_program_size.error_level", MAX_UINT32)
        .put("re2.max_program_size.warn_level", RE2_WARNING_SIZE);
    document.set("node", node());
    ObjectNode resources = document.putObject("staticResources");
    resources.putArray("clusters").add(accessLogSink());
    resources.putArray("secrets").add(validationContext());
    var tags = document.putObject("statsConfig").putArray("statsTags");
    STATS_TAGS.forEach(
        tag -> tags.addObject().put("tagName", tag.getFirst()).put("regex", tag.getLast()));
    return document;
  }

  private ObjectNode admin() {
    ObjectNode admin = JSON.objectNode();
    admin
        .putArray("accessLog")
        .addObject()
        .put("name", "envoy.access_loggers.file")
        .set(
            "typedConfig",
            typed("extensions.access_loggers.file.v3.FileAccessLog").put("path", "/dev/null"));
    ObjectNode address = admin.putObject("address");
    if (server.adminSocket()) {
      address.putObject("pipe").put("path", adminSocket()).put("mode", ADMIN_SOCKET_MODE);
    } else {
      address
          .putObject("socketAddress")
          .put("address", "127.0.0.1")
          .put("protocol", "TCP")
          .put("portValue", adminPort());
    }
    return admin;
  }

  private ObjectNode dynamicResources() {
    ObjectNode resources = JSON.objectNode();
    ObjectNode ads = resources.putObject("adsConfig");
    ads.put("apiType", request.wantsDelta() ? "DELTA_GRPC" : "GRPC")
        .put("setNodeOnFirstMessageOnly", true)
        .put("transportApiVersion", "V3")
        .putArray("grpcServices")
        .add(grpcService());
    for (String name : List.of("cdsConfig", "ldsConfig")) {
      resources
          .putObject(name)
          .put("initialFetchTimeout", "0s")
          .put("resourceApiVersion", "V3")
          .putObject("ads");
    }
    return resources;
  }

  private ObjectNode grpcService() {
    ObjectNode service = JSON.objectNode();
    ObjectNode google =
        service
            .putObject("googleGrpc")
            .put("targetUri", server.host() + ":" + server.port())
            .put("statPrefix", "ads")
            .put("credentialsFactoryName", TOKEN_PLUGIN);
    google
        .putObject("channelCredentials")
        .putObject("sslCredentials")
        .putObject("rootCerts")
        .put("inlineBytes", base64(authorities()));
    ObjectNode token = typed("config.grpc_credential.v3.FileBasedMetadataConfig");
    token.putObject("secretData").put("filename", request.tokenPath());
    google
        .putArray("callCredentials")
        .addObject()
        .putObject("fromPlugin")
        .put("name", TOKEN_PLUGIN)
        .set("typedConfig", token);
    ObjectNode arguments = google.putObject("channelArgs").putObject("args");
    argument(arguments, "grpc.http2.max_pings_without_data", 0);
    argument(arguments, "grpc.keepalive_time_ms", KEEPALIVE_MILLIS);
    argument(arguments, "grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MILLIS);
    argument(arguments, "grpc.max_receive_message_length", server.maxMessageBytes());
    return service;
  }

  /** 64-bit numbers are texts in the JSON form of protobuf. */
  private static void argument(ObjectNode arguments, String name, long value) {
    arguments.putObject(name).put("intValue", Long.toString(value));
  }

  private ObjectNode node() {
    ObjectNode node =
        JSON.objectNode().put("id", proxy.node()).put("cluster", serviceOf(proxy, networking));
    node.set("metadata", metadata());
    return node;
  }

  /** The first service of the proxy, which is the cluster of its node. */
  private static String serviceOf(ProxyIdentity proxy, ProxyNetworking networking) {
    return Stream.concat(
            Stream.of(networking.gatewayService()),
            networking.inbounds().stream().map(ProxyInbound::service))
        .filter(service -> !service.isEmpty())
        .findFirst()
        .orElseGet(() -> proxy.name() + "_" + proxy.namespace() + "_svc");
  }

  /** Comes back with each stream of the proxy; see {@link NodeMetadata}. */
  private ObjectNode metadata() {
    JsonNode body = request.body();
    ObjectNode metadata =
        JSON.objectNode()
            .put("dataplane.admin.address", "127.0.0.1")
            .put("dataplane.admin.port", Integer.toString(adminPort()))
            .put(NodeMetadata.PROBE_PROXY, Boolean.toString(request.probeProxyEnabled()))
            .put("dataplane.proxyType", request.proxyType())
            .put("dataplane.readinessReporter.port", Integer.toString(request.readinessPort()))
            .put(NodeMetadata.WORKDIR, request.workdir())
            .put("ipv6Enabled", body.path("ipv6Enabled").asBoolean(false))
            .put("metricsCertPath", body.path("metricsResources").path("certPath").asText(""))
            .put("metricsKeyPath", body.path("metricsResources").path("keyPath").asText(""))
            .put("spireAgent.socketPath", body.path("spireResources").path("socketPath").asText(""))
            .put("systemCaPath", body.path("systemCaPath").asText(""));
    if (server.adminSocket()) {
      metadata.put("dataplane.admin.socketPath", adminSocket());
    }
    if (request.dnsPort() != 0) {
      metadata.put(NodeMetadata.DNS_PORT, Integer.toString(request.dnsPort()));
    }
    pass(metadata, "dynamicMetadata", body.path("dynamicMetadata"));
    pass(metadata, NodeMetadata.FEATURES, body.path("features"));
    pass(metadata, NodeMetadata.VERSION, body.path("version"));
    pass(metadata, NodeMetadata.TRANSPARENT_PROXY, body.path("dataplaneConfig"));
    pass(metadata, "otelEnvInventory", body.path("otelEnv"));
    return metadata;
  }

  private static void pass(ObjectNode metadata, String key, JsonNode value) {
    if (value.isContainerNode()) {
      metadata.set(key, value);
    }
  }

  private ObjectNode accessLogSink() {
    ObjectNode cluster =
        JSON.objectNode()
            .put("name", "access_log_sink")
            .put("type", "STATIC")
            .put("connectTimeout", "1s");
    ObjectNode assignment = cluster.putObject("loadAssignment");
    assignment
        .put("clusterName", "access_log_sink")
        .putArray("endpoints")
        .addObject()
        .putArray("lbEndpoints")
        .addObject()
        .putObject("endpoint")
        .putObject("address")
        .putObject("pipe")
        .put(
            "path",
            request.workdir() + "/kuma-al-" + proxy.fullName() + "-" + proxy.mesh() + ".sock");
    cluster
        .putObject("upstreamConnectionOptions")
        .putObject("tcpKeepalive")
        .put("keepaliveProbes", 3)
        .put("keepaliveTime", 10)
        .put("keepaliveInterval", 10);
    ObjectNode http = typed("extensions.upstreams.http.v3.HttpProtocolOptions");
    http.putObject("explicitHttpConfig").putObject("http2ProtocolOptions");
    cluster
        .putObject("typedExtensionProtocolOptions")
        .set("envoy.extensions.upstreams.http.v3.HttpProtocolOptions", http);
    return cluster;
  }

  /** Checks the certificate of the control plane, for extensions that call it. */
  private ObjectNode validationContext() {
    ObjectNode secret = JSON.objectNode().put("name", "cp_validation_ctx");
    ObjectNode context = secret.putObject("validationContext");
    var names = context.putArray("matchTypedSubjectAltNames");
    for (String type : List.of("DNS", "IP_ADDRESS")) {
      names.addObject().put("sanType", type).putObject("matcher").put("exact", server.host());
    }
    context.putObject("trustedCa").put("inlineBytes", base64(authorities()));
    return secret;
  }

  private String authorities() {
    return request.caCert().isEmpty() ? server.authorities() : request.caCert();
  }

  private String adminSocket() {
    return request.workdir() + "/kuma-envoy-admin.sock";
  }

  private int adminPort() {
    return networking.adminPort() == 0 ? server.adminPort() : networking.adminPort();
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put(TYPE, TYPES + type);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
