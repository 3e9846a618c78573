package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs etcd, kube-apiserver and optionally kube-controller-manager as processes of this machine, on
 * free loopback ports, with their files in one folder. They end with this JVM, even if it is
 * killed.
 */
public final class LocalKube implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final KubeCommands commands;
  private final KubeProcess etcd;
  private final KubeProcess apiServer;
  private final Watchdog watchdog;
  private final Thread onShutdown = new Thread(this::killAll, "kill-kubernetes");
  private KubeProcess controllers;

  /**
   * The accounts of the API server.
   *
   * @param accounts all accounts; the first is the administrator in the kubeconfig
   * @param audited the user whose requests are logged; empty for none
   */
  public record Access(List<KubeAccount> accounts, String audited) {
    /** Copies the accounts. */
    public Access {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * Prepares all files without starting a process; the caller closes it.
   *
   * @param folder for all files; deleted by the caller
   */
  public LocalKube(KubeBinaries binaries, Path folder, Access access) throws IOException {
    var keys = ServiceAccountKeys.writeInto(folder);
    this.folder = folder;
    this.commands = new KubeCommands(binaries, folder, HOST, FreePorts.take(3), keys);
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

  /** Whether both are running. */
  public boolean isRunning() {
    return etcd.isRunning() && apiServer.isRunning();
  }

  /** The last lines of their logs, for messages. */
  public String logTail() {
    return etcd.logTail() + "\n" + apiServer.logTail();
  }

  /** URL of the API. */
  public URI server() {
    return commands.server();
  }

  /** The CA certificate (PEM); exists after the start of the API server. */
  public Path authority() {
    return commands.authority();
  }

  /** A kubeconfig with administrator rights. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The audited user's requests, one JSON line each; exists after the first. */
  public Path auditLog() {
    return folder.resolve(KubeCommands.AUDIT_LOG);
  }

  /** The folder with the processes' files and {@code *.log} files. */
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

  /** Selects the controllers, if kube-controller-manager is not running. */
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
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onShutdown);
    } catch (IllegalStateException stopping) {
      // It runs or has run: this JVM is stopping.
    }
  }

  /** Only logs are kept, so no graceful stop is needed; kills dependents first. */
  private void killAll() {
    controllers.kill();
    apiServer.kill();
    etcd.kill();
    watchdog.close();
  }
}
