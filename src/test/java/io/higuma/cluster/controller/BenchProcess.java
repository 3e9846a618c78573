package io.higuma.cluster.controller;

import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ProcessFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A separate JVM, measured from outside. */
public final class BenchProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String SETTLED = "settled after ";

  private final KubeProcess process;

  /**
   * Starts a main class with arguments; {@code name} must be unique, as it names the output file.
   */
  public BenchProcess(LocalKubeApi kube, String name, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx2g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    this.process = new KubeProcess(name, kube.folder(), command);
    process.start();
  }

  /** Starts a control loop. */
  static BenchProcess loop(LocalKubeApi kube, String name) {
    String url = kube.client().getMasterUrl().toString();
    return new BenchProcess(kube, name, BenchProcess.class, url, name);
  }

  /** Runs the control loop; reports when it has settled for the first time. */
  static void main(String[] arguments) throws InterruptedException {
    RunningLoop loop = RunningLoop.start(RunningLoop.client(arguments[0]), Map.of(), arguments[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(loop::close));
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(loop::settled);
    sayItSettled();
    Thread.currentThread().join();
  }

  /** Prints the uptime at which this process has settled. */
  public static void sayItSettled() {
    System.out.println(SETTLED + ManagementFactory.getRuntimeMXBean().getUptime() + " ms");
  }

  /** Waits until the process has settled; returns the milliseconds since its start. */
  public long awaitSettled() {
    String line =
        Objects.requireNonNull(
            Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(
                    () -> text(process.log()).lines().filter(l -> l.startsWith(SETTLED)).toList(),
                    lines -> !lines.isEmpty())
                .getFirst());
    return Long.parseLong(line.substring(SETTLED.length(), line.length() - " ms".length()));
  }

  /** Seconds of CPU since its start. */
  public double cpu() {
    return new ProcessFigures(process.pid()).cpu();
  }

  /** Resident memory in MiB. */
  public double rss() {
    return new ProcessFigures(process.pid()).memory("VmRSS") / 1024.0;
  }

  /** Bytes of live objects, after a full collection. */
  public long heap() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "" + process.pid(),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      List<String> lines = jcmd.inputReader().lines().toList();
      jcmd.waitFor();
      return Long.parseLong(lines.getLast().strip().split("\\s+", -1)[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.stop();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
