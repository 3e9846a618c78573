package io.higuma.testing;

import io.higuma.sandbox.kube.KubeProcess;
import io.quarkus.test.common.ArtifactLauncher;
import io.quarkus.test.common.ArtifactLauncher.InitContext;
import io.quarkus.test.common.ListeningAddress;
import io.quarkus.test.junit.launcher.ArtifactLauncherProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Starts {@code higuma run} for tests with {@code @QuarkusIntegrationTest}: with the argument, and
 * with environment variables, as in production. The launchers of Quarkus pass no arguments.
 */
public final class RunLauncher implements ArtifactLauncherProvider {
  private static final String API_PORT = "KUMA_API_SERVER_HTTP_PORT";
  private static final String KUBECONFIG = "KUBECONFIG";

  /** For the service loader. */
  public RunLauncher() {}

  @Override
  public boolean supportsArtifactType(String type, String testProfile) {
    return true;
  }

  @Override
  public ArtifactLauncher<InitContext> create(CreateContext context) {
    return new Launcher();
  }

  private static final class Launcher implements ArtifactLauncher<InitContext> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> settings = new TreeMap<>();
    private @Nullable KubeProcess process;

    @Override
    public void init(InitContext context) {
      // Ports and settings are those of KubeTestResource.
    }

    @Override
    public void includeAsSysProps(Map<String, String> properties) {
      properties.forEach(
          (name, value) -> {
            if (name.startsWith("KUMA_") || name.equals(KUBECONFIG)) {
              settings.put(name, value);
            }
          });
    }

    @Override
    public Optional<ListeningAddress> start() {
      var command = new ArrayList<>(HigumaProcess.packaged());
      command.add("run");
      var folder = Objects.requireNonNull(Path.of(setting(KUBECONFIG)).getParent());
      var environment = new HashMap<>(System.getenv());
      environment.keySet().removeIf(name -> name.startsWith("KUMA_"));
      environment.putAll(settings);
      var started = new KubeProcess("higuma", folder, command, environment);
      process = started;
      started.start();
      int port = Integer.parseInt(setting(API_PORT));
      Awaitility.await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(50))
          .failFast(() -> assertRunning(started))
          .until(() -> isOpen(port));
      return Optional.of(new ListeningAddress(port, "http"));
    }

    @Override
    public LaunchResult runToCompletion(String[] arguments) {
      throw new UnsupportedOperationException("commands are tested by HigumaProcess");
    }

    @Override
    public void close() {
      if (process != null) {
        process.stop();
      }
    }

    private String setting(String name) {
      return Objects.requireNonNull(settings.get(name), name);
    }

    private static void assertRunning(KubeProcess process) {
      if (!process.isRunning()) {
        throw new AssertionError("the control plane has exited:\n" + process.logTail());
      }
    }

    private static boolean isOpen(int port) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
