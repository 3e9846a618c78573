package io.higuma.testing;

import io.higuma.sandbox.kube.Folders;
import io.higuma.sandbox.kube.FreePorts;
import io.higuma.sandbox.kube.KubeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The AOT cache of the packaged jar, in a file beside it: its classes, loaded and linked. A start
 * of the control plane then takes half of the processor time. Made once for each jar, by the first
 * of all test processes that needs it.
 */
final class AotCache {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A cluster that does not exist. */
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: none
      contexts: [{name: none, context: {cluster: none, user: none}}]
      clusters: [{name: none, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: none, user: {token: none}}]
      """;

  private static final List<String> PORTS =
      List.of(
          "runtime.kubernetes.admissionServer.port",
          "diagnostics.serverPort",
          "apiServer.http.port",
          "apiServer.https.port",
          "dpServer.port");

  private AotCache() {}

  /**
   * The cache, which is made if it is missing or older than the jar.
   *
   * @param java the command line of the JVM without arguments of the application
   * @throws IllegalStateException if the application does not start
   */
  static synchronized Path of(Path jar, List<String> java) {
    var cache = jar.resolveSibling("higuma-tests.aot");
    try (var channel =
            FileChannel.open(
                jar.resolveSibling("higuma-tests.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!Files.exists(cache)
          || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        make(cache, java);
      }
      return cache;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path cache, List<String> java) throws IOException {
    var folder = Files.createTempDirectory("higuma-aot-");
    var configuration = "-XX:AOTConfiguration=" + folder.resolve("loaded.aotconf");
    record(folder, with(java, "-XX:AOTMode=record", configuration));
    var made = folder.resolve("made.aot");
    CommandResult.run(
            "", Map.of(), with(java, "-XX:AOTMode=create", configuration, "-XX:AOTCache=" + made))
        .succeeded();
    Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
    Folders.delete(folder);
  }

  private static List<String> with(List<String> java, String... options) {
    var command = new ArrayList<>(java);
    command.addAll(1, List.of(options));
    return command;
  }

  /** Runs the control plane until its ports are open; the JVM writes the file when it ends. */
  private static void record(Path folder, List<String> java) throws IOException {
    var command = new ArrayList<>(java);
    command.add("run");
    var ports = FreePorts.take(PORTS.size()).iterator();
    PORTS.forEach(port -> command.add("--set=" + port + "=" + ports.next()));
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
    var process =
        new KubeProcess("training", folder, command, Map.of("KUBECONFIG", kubeconfig.toString()));
    process.start();
    try {
      Awaitility.await("a start of the control plane")
          .atMost(LIMIT)
          .failFast("ended early", () -> !process.isRunning())
          .until(() -> Files.readString(process.log()).contains("webhook on port"));
    } finally {
      process.stop();
    }
  }
}
