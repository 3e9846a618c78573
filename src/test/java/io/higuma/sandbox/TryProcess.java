package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.sandbox.kube.KubeBinaries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code ./higuma try} as a process, with its own cache and temporary folders. */
final class TryProcess implements AutoCloseable {
  /** The ports of this process, if others run tests at the same time. */
  private static final String PORTS = "higuma.ports";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Includes a build in the first run. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final Path cache;
  private final Path temporary;
  private final Path out;
  private final Path err;
  private final Process process;

  private TryProcess(
      Path folder, String assets, String envoy, Optional<Integer> ports, String... arguments)
      throws IOException {
    this.cache = Files.createDirectories(folder.resolve("cache"));
    this.temporary = Files.createDirectories(folder.resolve("tmp"));
    this.out = folder.resolve("out");
    this.err = folder.resolve("err");
    var command = new ArrayList<>(List.of("./higuma", "try"));
    command.addAll(Arrays.asList(arguments));
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("KUBEBUILDER_ASSETS", assets);
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().put("ENVOY", envoy);
    builder.environment().put("PATH", pathWithoutEnvoy());
    builder
        .environment()
        .put(
            "HIGUMA_JAVA_OPTIONS",
            "-Djava.io.tmpdir="
                + temporary
                + ports.map(first -> " -D" + PORTS + "=" + first).orElse(""));
    this.process = builder.start();
  }

  /** Without Envoy. */
  static TryProcess start(Path folder, String... arguments) throws IOException {
    return new TryProcess(folder, kube(), "", ports(), arguments);
  }

  /** The same on the default ports that are free. */
  static TryProcess startOnDefaultPorts(Path folder, String... arguments) throws IOException {
    return new TryProcess(folder, kube(), "", Optional.empty(), arguments);
  }

  /** The same with this Envoy. */
  static TryProcess startWithEnvoy(Path folder, String envoy, String... arguments)
      throws IOException {
    return new TryProcess(folder, kube(), envoy, ports(), arguments);
  }

  /** The same on a machine that has neither kube-apiserver nor Envoy. */
  static TryProcess startWithoutKube(Path folder, String... arguments) throws IOException {
    return new TryProcess(folder, "", "", ports(), arguments);
  }

  private static Optional<Integer> ports() {
    return Optional.ofNullable(Integer.getInteger(PORTS));
  }

  private static String kube() {
    return KubeBinaries.find(System.getenv())
        .map(found -> found.command("kube-apiserver").getParent().toString())
        .orElse("");
  }

  private static String pathWithoutEnvoy() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .filter(folder -> !Files.isExecutable(Path.of(folder, "envoy")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits for a line with this prefix. */
  TryProcess awaitLine(String begin) {
    Awaitility.await(begin)
        .atMost(TIMEOUT)
        .failFast("it has ended: see " + err, () -> !process.isAlive())
        .until(() -> lines().stream().anyMatch(line -> line.startsWith(begin)));
    return this;
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(out);
  }

  String messages() throws IOException {
    return Files.readString(err);
  }

  /** Its processes and their descendants. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Sends SIGTERM and returns the exit code. */
  int terminated() throws InterruptedException {
    process.destroy();
    return ended(STOP_TIMEOUT);
  }

  /** Waits for its end and returns the exit code. */
  int ended() throws InterruptedException {
    return ended(TIMEOUT);
  }

  private int ended(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end within " + limit);
    }
    return process.exitValue();
  }

  /** The JSON document in its output. */
  JsonNode document() throws IOException {
    return JSON.readTree(out.toFile());
  }

  /** Remaining files, except the JVM's hsperfdata. */
  List<Path> leftFiles() throws IOException {
    try (var cached = Files.walk(cache);
        var temporaries = Files.walk(temporary)) {
      return Stream.concat(cached, temporaries).filter(Files::isRegularFile).toList();
    }
  }

  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }
}
