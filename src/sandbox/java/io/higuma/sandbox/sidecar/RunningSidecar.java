package io.higuma.sandbox.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.sandbox.kube.KubeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Envoy with the bootstrap configuration of the control plane, to which one listener is added: it
 * accepts the connections that iptables would redirect, on a Unix socket, and hands them to the
 * listener of their destination, as those for redirected traffic do in a Pod.
 */
public final class RunningSidecar implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REDIRECTED = "redirected.sock";
  private static final String NAMES = "kuma-mesh-metric-config.sock";

  /** Linux allows 107 characters in the path of a socket. */
  private static final int LONGEST_PATH = 107;

  private final KubeProcess process;
  private final Path sockets;

  private RunningSidecar(KubeProcess process, Path sockets) {
    this.process = process;
    this.sockets = sockets;
  }

  /**
   * What a sidecar needs.
   *
   * @param envoy the program
   * @param folder for its log; a folder of this name is created for its sockets
   * @param name of the folder; short, because paths of sockets are limited
   * @param server where the control plane serves sidecars
   */
  public record Launch(Path envoy, Path folder, String name, URI server) {}

  /**
   * The Pod of a sidecar.
   *
   * @param authority that signs the control plane's certificate, PEM
   * @param mesh its mesh
   * @param dataplane its Dataplane, {@code <pod>.<namespace>}
   * @param token of its service account
   */
  public record Identity(String authority, String mesh, String dataplane, String token) {}

  /** Whether the paths of the sockets would be too long. */
  public static boolean isTooLong(Path folder, String name) {
    var longest = folder.resolve(name).resolve(NAMES).toAbsolutePath().toString();
    return longest.length() > LONGEST_PATH;
  }

  /**
   * Asks for the configuration and starts Envoy with it; does not wait until it serves. The caller
   * closes it.
   *
   * @return empty if there is no Dataplane yet
   */
  public static Optional<RunningSidecar> start(Launch launch, Identity pod)
      throws IOException, InterruptedException {
    var sockets = Files.createDirectories(launch.folder().resolve(launch.name()).toAbsolutePath());
    Files.writeString(sockets.resolve(BootstrapCall.TOKEN), pod.token());
    var configuration =
        new BootstrapCall(
                launch.server(), pod.authority(), pod.mesh(), pod.dataplane(), launch.name())
            .send();
    if (configuration.isEmpty()) {
      return Optional.empty();
    }
    var file = sockets.resolve("bootstrap.json");
    addListener(configuration.get(), Path.of(launch.name(), REDIRECTED));
    Files.writeString(file, configuration.get().toString());
    var command =
        List.of(
            launch.envoy().toString(),
            "-c",
            file.toString(),
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "-l",
            "warning");
    var process = new KubeProcess("envoy-" + launch.name(), launch.folder(), command);
    process.start();
    return Optional.of(new RunningSidecar(process, sockets));
  }

  private static void addListener(ObjectNode configuration, Path socket) throws IOException {
    var listener =
        JSON.readTree(
            """
            {"name": "redirected",
             "address": {"pipe": {"path": "%1$s"}},
             "useOriginalDst": true,
             "listenerFilters": [{"name": "envoy.filters.listener.proxy_protocol", "typedConfig": {
               "@type": "%2$s.filters.listener.proxy_protocol.v3.ProxyProtocol"}}],
             "filterChains": [{"filters": [{"name": "envoy.filters.network.tcp_proxy", "typedConfig": {
               "@type": "%2$s.filters.network.tcp_proxy.v3.TcpProxy",
               "statPrefix": "redirected", "cluster": "outbound:passthrough:ipv4"}}]}]}
            """
                .formatted(socket, "type.googleapis.com/envoy.extensions"));
    configuration.withObject("/staticResources").putArray("listeners").add(listener);
  }

  /** Its admin interface. */
  public EnvoyAdmin admin() {
    return new EnvoyAdmin(sockets.resolve("kuma-envoy-admin.sock"));
  }

  /** Where it accepts redirected connections. */
  public Path redirected() {
    return sockets.resolve(REDIRECTED);
  }

  /** The first address of a name that it resolves for its Pod; empty if it does not know it. */
  public Optional<String> resolve(String name) throws IOException {
    var names = SocketResponse.get(sockets.resolve(NAMES), "/dns", Map.of());
    return JSON.readTree(names.body())
        .path("records")
        .valueStream()
        .filter(record -> record.path("name").asText().equals(name))
        .map(record -> record.path("ips").path(0))
        .map(JsonNode::asText)
        .findFirst();
  }

  /** Sends an HTTP request of the Pod, as the redirection hands it to the sidecar. */
  public SocketResponse send(Redirected connection, String path) throws IOException {
    return SocketResponse.get(redirected(), connection.header(), path, Map.of());
  }

  /** Whether Envoy is running. */
  public boolean isRunning() {
    return process.isRunning();
  }

  /** The last lines of its log, for messages. */
  public String logTail() {
    return process.logTail();
  }

  @Override
  public void close() {
    process.kill();
  }
}
