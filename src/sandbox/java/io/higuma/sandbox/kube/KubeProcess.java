package io.higuma.sandbox.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that tests can stop, kill, suspend and restart. */
public final class KubeProcess {

  private static final int LIMIT_SECONDS = 30;

  private final String name;
  private final List<String> command;
  private final Path folder;
  private final Optional<Map<String, String>> environment;
  private @Nullable Process process;

  KubeProcess(Path folder, List<String> command) {
    this(Path.of(command.getFirst()).getFileName().toString(), folder, command);
  }

  /**
   * Another process for the folder of a {@link LocalKube}, whose watchdog also ends it.
   *
   * @param name of its log, {@code NAME.log}
   * @param folder its working directory
   */
  public KubeProcess(String name, Path folder, List<String> command) {
    this(name, folder, command, Optional.empty());
  }

  /** The same, with these environment variables and no others. */
  public KubeProcess(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    this(name, folder, command, Optional.of(environment));
  }

  private KubeProcess(
      String name, Path folder, List<String> command, Optional<Map<String, String>> environment) {
    this.name = name;
    this.command = command;
    this.folder = folder;
    this.environment = environment;
  }

  /** Starts the process if it is not running. Does not wait until it serves. */
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      environment.ifPresent(
          variables -> {
            builder.environment().clear();
            builder.environment().putAll(variables);
          });
      process = builder.start();
      process.getOutputStream().close();
      Files.writeString(folder.resolve(name + ".pid"), process.pid() + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot start " + command.getFirst(), failed);
    }
  }

  /** Sends SIGTERM and waits for the end; kills the process after 30 seconds. */
  public synchronized void stop() {
    if (process != null) {
      process.destroy();
      waitForEnd(process);
    }
  }

  /** Sends SIGKILL and waits for the end. */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      waitForEnd(process);
    }
  }

  /** Suspends the process (SIGSTOP): its connections stay open without responses. */
  public synchronized void freeze() {
    signal("-STOP");
  }

  /** Resumes a suspended process (SIGCONT). */
  public synchronized void thaw() {
    signal("-CONT");
  }

  /** Stops the process and starts it again. Does not wait until it serves. */
  public synchronized void restart() {
    stop();
    start();
  }

  /** Whether the process is running. */
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Its process id; 0 if it has not been started. */
  public synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  /** Its exit code; it must have ended. */
  public synchronized int exitCode() {
    return Objects.requireNonNull(process).exitValue();
  }

  /** The log file of its output. */
  public Path log() {
    return folder.resolve(name + ".log");
  }

  /** The last lines of the log, for messages. */
  public String logTail() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException failed) {
      return "(no log: " + failed.getMessage() + ")";
    }
  }

  private void signal(String signal) {
    if (process != null && process.isAlive()) {
      send(signal, Long.toString(process.pid()));
    }
  }

  private static void send(String signal, String pid) {
    try {
      if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
        throw new IllegalStateException("kill " + signal + " " + pid + " failed");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitForEnd(Process ending) {
    try {
      if (!ending.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        ending.destroyForcibly().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
      Files.deleteIfExists(folder.resolve(name + ".pid"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
