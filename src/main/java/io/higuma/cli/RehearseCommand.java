package io.higuma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code higuma rehearse}: a start, injections and calls of the APIs on no cluster, so that the JVM
 * that is told to ({@code -XX:AOTCacheOutput}) notes which classes these need.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Goes through a start and some calls without a cluster, and ends.")
final class RehearseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private LogOptions logs = new LogOptions();

  RehearseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return switch (OfflineSettings.load(Optional.empty(), ports(), terminal)) {
      case OfflineSettings.Good good -> Rehearsal.play(good, Logs.start(logs), terminal);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  /** Free ones: the usual ones may be in use by a control plane that is not rehearsing. */
  private static List<String> ports() {
    return Stream.of(
            "runtime.kubernetes.admissionServer.port",
            "diagnostics.serverPort",
            "apiServer.http.port",
            "apiServer.https.port")
        .map(key -> key + "=" + freePort())
        .toList();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
