package io.higuma.xds;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Java program of the tests in the network namespace of a Pod. */
final class PodProgram implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedWriter commands;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private PodProgram(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    // Not a virtual thread: each blocked one occupies one of the few threads that run them.
    Thread.ofPlatform().daemon().name("output of a pod program").start(this::read);
  }

  /** Starts a program and waits until it is ready. */
  static PodProgram start(PodNetwork network, String pod, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(network.enter(pod));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", Path.of("target", "test-classes").toAbsolutePath().toString()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      return new PodProgram(command).awaitReady(main);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PodProgram awaitReady(Class<?> main) {
    try {
      String first = line();
      if (first.equals("ready")) {
        return this;
      }
      throw new IllegalStateException(main + " does not start: " + first);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  /** Sends a command to a {@link PodClient} and returns its answer. */
  String ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() {
    try {
      String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("no output for a minute");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
