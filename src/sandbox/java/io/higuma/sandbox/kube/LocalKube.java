package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * etcd, kube-apiserver and, where somebody wants it, kube-controller-manager as processes of this
 * machine, on free loopback ports, with their files in one folder. They end with this JVM, however
 * that ends.
 */
public final class LocalKube implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final KubeCommands commands;
  private final KubeProcess etcd;
  private final KubeProcess apiServer;
  private final Watchdog watchdog;
  private final Thread onShutdown = new Thread(this::end, "end-kubernetes");
  private KubeProcess controllers;

  /**
   * Who may come in.
   *
   * @param accounts all of them; the first has all rights and is the one of the kubeconfig
   * @param audited the name of the user whose calls are written down; empty for nobody
   */
  public record Access(List<KubeAccount> accounts, String audited) {
    /** Copies the accounts. */
    public Access {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * Prepares everything without starting a process; the caller closes it.
   *
   * @param folder for all files; it stays the caller's
   */
  public LocalKube(KubeBinaries binaries, Path folder, Access access) throws IOException {
    var keys = ServiceAccountKeys.writeInto(folder);
    this.folder = folder;
    this.commands = new KubeCommands(binaries, folder, HOST, freePorts(3), keys);
    commands.writeAccounts(access.accounts(), access.audited());
    commands.writeKubeconfig(kubeconfig(), access.accounts().getFirst());
    this.etcd = new KubeProcess(folder, commands.etcd());
    this.apiServer = new KubeProcess(folder, commands.apiServer());
    this.controllers = controllers(KubeCommands.CONTROLLERS);
    this.watchdog = Watchdog.over(folder);
    Runtime.getRuntime().addShutdownHook(onShutdown);
  }

  /** Starts etcd and kube-apiserver; does not wait until they serve. */
  public void start() {
    etcd.start();
    apiServer.start();
  }

  /** Whether neither of them has ended. */
  public boolean isRunning() {
    return etcd.isRunning() && apiServer.isRunning();
  }

  /** The last lines of their logs, for messages. */
  public String lastWords() {
    return etcd.lastWords() + "\n" + apiServer.lastWords();
  }

  /** Where the API is. */
  public URI server() {
    return commands.server();
  }

  /** PEM of whom the API's callers trust; there once the API server has started. */
  public Path authority() {
    return commands.authority();
  }

  /** A kubeconfig with all rights. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The calls of the audited user, a line of JSON each; there once it has called. */
  public Path auditLog() {
    return folder.resolve(KubeCommands.AUDIT_LOG);
  }

  /** The folder with the processes' files; their logs are the {@code *.log} in it. */
  public Path folder() {
    return folder;
  }

  /** The etcd process. */
  public KubeProcess etcd() {
    return etcd;
  }

  /** The kube-apiserver process. */
  public KubeProcess apiServer() {
    return apiServer;
  }

  /** The kube-controller-manager process; not started with the others. */
  public KubeProcess controllers() {
    return controllers;
  }

  /** Only these controllers, where none have been started yet. */
  public void choose(List<String> names) {
    if (!controllers.isRunning()) {
      controllers = controllers(names);
    }
  }

  private KubeProcess controllers(List<String> names) {
    return new KubeProcess(folder, commands.controllers(kubeconfig(), names));
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(onShutdown);
    } catch (IllegalStateException stopping) {
      // It runs or has run: this JVM is stopping.
    }
  }

  /** Nothing is kept but logs, so nobody needs to save anything: kill, the front first. */
  private void end() {
    controllers.kill();
    apiServer.kill();
    etcd.kill();
    watchdog.close();
  }

  /** Ports of the loopback address that nobody has at this moment, all different. */
  public static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
