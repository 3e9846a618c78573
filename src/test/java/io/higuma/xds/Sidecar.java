package io.higuma.xds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.sandbox.kube.Folders;
import io.higuma.sandbox.sidecar.SocketResponse;
import io.higuma.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Does what kuma-dp does: asks for a bootstrap configuration, runs Envoy with it in a temporary
 * folder, and polls the names to resolve.
 */
final class Sidecar implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration START = Duration.ofSeconds(60);
  private static final int STOP_SECONDS = 10;

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path folder;
  private final String proxy;
  private final Path log;
  private final Process envoy;

  private Sidecar(String proxy, Path folder, Path log, List<String> command) throws IOException {
    this.proxy = proxy;
    this.folder = folder;
    this.log = log;
    this.envoy =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /**
   * How a sidecar is started.
   *
   * @param envoy the program
   * @param prefix a command that runs the program as its arguments; may be empty
   * @param owner the user that owns the folder; empty for the present one
   * @param features features of kuma-dp, such as {@code feature-delta-grpc}
   */
  record Launch(String envoy, List<String> prefix, String owner, List<String> features) {

    static Launch of(String envoy, String... features) {
      return new Launch(envoy, List.of(), "", List.of(features));
    }
  }

  /** Starts Envoy with the bootstrap configuration of this proxy; does not wait until it serves. */
  static Sidecar start(ControlPlane controlPlane, String proxy, String token, Launch launch) {
    try {
      Path folder = Files.createTempDirectory("higuma-dp-");
      Files.writeString(folder.resolve("token"), token);
      String answer = Bootstrap.of(controlPlane, proxy, folder, launch).awaitAnswer();
      Path config = folder.resolve("bootstrap.yaml");
      Files.write(config, decoded(answer));
      if (!launch.owner().isEmpty()) {
        own(folder, launch.owner());
      }
      List<String> command = new ArrayList<>(launch.prefix());
      command.addAll(
          List.of(launch.envoy(), "-c", config.toString(), "--disable-hot-restart", "-l", "info"));
      command.addAll(List.of("--concurrency", "1", "--drain-time-s", "1"));
      String log = "envoy-" + proxy + "-" + STARTED.incrementAndGet() + ".log";
      return new Sidecar(proxy, folder, controlPlane.process().log().resolveSibling(log), command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] decoded(String answer) throws IOException {
    return Base64.getDecoder().decode(JSON.readTree(answer).path("bootstrap").asText());
  }

  private static void own(Path folder, String owner) throws IOException {
    var users = folder.getFileSystem().getUserPrincipalLookupService();
    var user = users.lookupPrincipalByName(owner);
    Files.setOwner(folder, user);
    for (String file : List.of("token", "bootstrap.yaml")) {
      Files.setOwner(folder.resolve(file), user);
    }
  }

  /** Waits until it has its clusters and listeners and serves. */
  Sidecar awaitLive() {
    Awaitility.await(proxy + " is LIVE")
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::assertRunning)
        .until(this::isLive);
    return this;
  }

  private void assertRunning() throws IOException {
    if (!envoy.isAlive()) {
      throw new AssertionError("Envoy has exited:\n" + Files.readString(log));
    }
  }

  /** Whether it serves; also false if it has not opened its socket yet. */
  boolean isLive() {
    try {
      return admin().get("/ready").body().startsWith("LIVE");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Its admin interface. */
  AdminPages admin() {
    return new AdminPages(folder.resolve("kuma-envoy-admin.sock"));
  }

  /** The response with the names that it resolves, to a client that knows this {@code Etag}. */
  SocketResponse dns(String etag) {
    try {
      return SocketResponse.get(
          folder.resolve("kuma-mesh-metric-config.sock"),
          "/dns",
          etag.isEmpty() ? Map.of() : Map.of("If-None-Match", etag));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names that it resolves with their addresses. */
  Map<String, List<String>> names() {
    Map<String, List<String>> names = new TreeMap<>();
    try {
      for (JsonNode one : JSON.readTree(dns("").body()).path("records")) {
        List<String> addresses = new ArrayList<>();
        one.path("ips").forEach(address -> addresses.add(address.asText()));
        names.put(one.path("name").asText(), addresses);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /** The folder of its sockets. */
  Path folder() {
    return folder;
  }

  /** The log of Envoy; beside that of the control plane, so that it is kept if a test fails. */
  Path log() {
    return log;
  }

  /** Ends Envoy; keeps the folder if that fails. */
  @Override
  public void close() {
    envoy.destroy();
    try {
      if (!envoy.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        envoy.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      envoy.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }
}
