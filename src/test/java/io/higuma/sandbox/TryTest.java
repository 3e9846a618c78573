package io.higuma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.DefaultPorts;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./higuma try} with the in-memory API. */
@NeedsPackage
class TryTest {
  private static final int CONFIG_API = 5681;
  private static final int TERMINATED = 143;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void runsTheScenarioInMemory() throws Exception {
    try (var tried = TryProcess.start(folder, "--once", "-o", "json", "--api", "memory")) {
      int exitCode = tried.ended();

      assertThat(exitCode).as(tried.messages()).isZero();
      TryAssertions.assertResult(tried.document(), "memory");
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  @Test
  void runsTwoSidecarsInMemory() throws Exception {
    var envoy = Tool.ENVOY.path();
    try (var tried =
        TryProcess.startWithEnvoy(folder, envoy, "--once", "-o", "json", "--api", "memory")) {
      int exitCode = tried.ended();

      assertThat(exitCode).as(tried.messages()).isZero();
      TryAssertions.assertResult(tried.document(), "memory");
      TryAssertions.assertSidecars(tried.document());
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  @Test
  void endsItsSidecars() throws Exception {
    var envoy = Tool.ENVOY.path();
    try (var tried = TryProcess.startWithEnvoy(folder, envoy, "--api", "memory")) {
      tried.awaitLine("The sandbox stands for kuma-dp").awaitLine("The Job succeeds");
      var processes = tried.processes();

      assertThat(processes).as("higuma, the control plane, two Envoys").hasSize(4);
      assertThat(tried.terminated()).isEqualTo(TERMINATED);
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  @Test
  void printsTheResultAsText() throws Exception {
    try (var tried = TryProcess.start(folder, "--once", "--api", "memory")) {
      int exitCode = tried.ended();

      assertThat(exitCode).as(tried.messages()).isZero();
      assertThat(tried.lines())
          .first()
          .asString()
          .startsWith("Kubernetes API: fabric8's CRUD server in memory");
      assertThat(tried.lines())
          .contains("The sidecars are not started: there is no Envoy (`make envoy` fetches it).");
      assertThat(tried.lines()).last().asString().matches("All \\d+ expectations hold\\.");
    }
  }

  @DefaultPorts
  @Test
  void runsUntilItIsStoppedAndDeletesItsFiles() throws Exception {
    try (var occupiedPort = occupiedPort();
        var tried = TryProcess.startOnDefaultPorts(folder, "--api", "memory")) {
      tried.awaitLine("Ctrl-C ends everything");
      var processes = tried.processes();
      var ports = tried.lines().stream().flatMap(TryTest::port).distinct().toList();

      assertThat(tried.lines()).anyMatch(line -> line.matches("port 5681 is taken: \\d+ instead"));
      assertThat(ports).hasSizeGreaterThanOrEqualTo(4).doesNotContain(CONFIG_API);
      assertThat(tried.lines().stream().filter(TryTest::isAddress))
          .allSatisfy(line -> assertThat(statusOf(line)).as(line).isEqualTo(200));
      assertThat(tried.lines().stream().filter(line -> line.startsWith("  ")).map(String::strip))
          .hasSize(3)
          .allSatisfy(command -> assertThat(exitCodeOf(command)).as(command).isZero());

      assertThat(tried.terminated()).isEqualTo(TERMINATED);
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(ports).noneMatch(TryTest::isOpen);
      assertThat(tried.leftFiles()).isEmpty();
      assertThat(occupiedPort.isBound()).isTrue();
    }
  }

  @Test
  void saysWhatIsMissingForTheRealApi() throws Exception {
    try (var tried = TryProcess.startWithoutKube(folder, "--once", "--api", "real")) {
      int exitCode = tried.ended();

      assertThat(exitCode).isEqualTo(1);
      assertThat(tried.messages()).contains("error: there is no kube-apiserver: run 'make kube'");
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  /** Occupies the port of the config API, unless it is in use. */
  private static ServerSocket occupiedPort() throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(CONFIG_API));
    } catch (IOException alreadyTaken) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
    return socket;
  }

  private static boolean isAddress(String line) {
    return Stream.of("metrics ", "health ", "config API ", "page ").anyMatch(line::startsWith);
  }

  private static Stream<Integer> port(String line) {
    var words = List.of(line.split("\\s+", -1));
    return Stream.of("Kubernetes API  ", "webhook ", "metrics ", "health ", "config API ", "page ")
        .filter(line::startsWith)
        .flatMap(_ -> words.stream().filter(word -> word.startsWith("http")))
        .map(url -> URI.create(url).getPort());
  }

  private static int statusOf(String line) throws IOException, InterruptedException {
    var url = URI.create(line.substring(line.lastIndexOf(' ') + 1));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static int exitCodeOf(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("bash", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(Duration.ofMinutes(2))).as(command).isTrue();
    return process.exitValue();
  }

  private static boolean isOpen(int port) {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException closed) {
      return false;
    }
  }
}
