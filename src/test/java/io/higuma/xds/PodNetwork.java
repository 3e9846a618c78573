package io.higuma.xds;

import io.higuma.sandbox.kube.Folders;
import io.higuma.testing.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Network namespaces as Pods have them, on a bridge of this machine. Traffic of a namespace is
 * redirected to its sidecar, as Kuma's init container configures it. Needs root.
 */
final class PodNetwork implements AutoCloseable {
  /** The user of sidecars, whose traffic is not redirected. */
  static final String SIDECAR_USER = "5678";

  private static final Path HOSTS = Path.of("/etc/netns");
  private static final int FIRST_SUBNET = 100;
  private static final int SUBNETS = 100;

  private final String prefix;
  private final String subnet;
  private final List<String> namespaces = new ArrayList<>();
  private final Thread onShutdown = new Thread(this::remove, "remove-pod-network");

  private PodNetwork(long number) {
    this.prefix = "hg" + Long.toString(number, Character.MAX_RADIX);
    this.subnet = "10." + (FIRST_SUBNET + number % SUBNETS) + ".77.";
    Runtime.getRuntime().addShutdownHook(onShutdown);
    run("ip", "link", "add", bridge(), "type", "bridge");
    run("ip", "addr", "add", address(1) + "/24", "dev", bridge());
    run("ip", "link", "set", bridge(), "up");
  }

  /** A network without Pods, whose names and addresses depend on the id of this process. */
  static PodNetwork create() {
    return new PodNetwork(ProcessHandle.current().pid());
  }

  /** An address of this network. */
  String address(int number) {
    return subnet + number;
  }

  private String bridge() {
    return prefix + "b";
  }

  /** Makes the namespace of a Pod with {@link #address} and redirected traffic. */
  void add(String pod, int number) {
    String namespace = namespace(pod);
    String outside = prefix + "v" + number;
    namespaces.add(namespace);
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", outside, "master", bridge(), "up");
    inside(pod, "ip", "addr", "add", address(number) + "/24", "dev", "eth0");
    inside(pod, "ip", "link", "set", "lo", "up");
    inside(pod, "ip", "link", "set", "eth0", "up");
    inside(pod, "ip", "route", "add", "default", "via", address(1));
    rule(pod, "OUTPUT", "-m", "owner", "--uid-owner", SIDECAR_USER, "-j", "RETURN");
    rule(pod, "OUTPUT", "-d", "127.0.0.0/8", "-j", "RETURN");
    rule(pod, "OUTPUT", "-p", "tcp", "-j", "REDIRECT", "--to-ports", "15001");
    rule(pod, "PREROUTING", "-p", "tcp", "-j", "REDIRECT", "--to-ports", "15006");
  }

  private void rule(String pod, String chain, String... rule) {
    List<String> command = new ArrayList<>(List.of("iptables", "-w", "-t", "nat", "-A", chain));
    command.addAll(List.of(rule));
    inside(pod, command.toArray(String[]::new));
  }

  /** Lets programs in the namespace of a Pod find this host at the address of the machine. */
  void name(String pod, String host) {
    try {
      Path folder = Files.createDirectories(HOSTS.resolve(namespace(pod)));
      Files.writeString(
          folder.resolve("hosts"), "127.0.0.1 localhost\n" + address(1) + " " + host + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A prefix of commands that run in the namespace of a Pod as root. */
  List<String> enter(String pod) {
    return List.of("ip", "netns", "exec", namespace(pod));
  }

  /** The same as the user of sidecars. */
  List<String> enterAsSidecar(String pod) {
    List<String> command = new ArrayList<>(enter(pod));
    command.addAll(
        List.of("setpriv", "--reuid=" + SIDECAR_USER, "--regid=" + SIDECAR_USER, "--clear-groups"));
    return command;
  }

  private String namespace(String pod) {
    return prefix + "-" + pod;
  }

  private void inside(String pod, String... command) {
    List<String> all = new ArrayList<>(enter(pod));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  private static void run(String... command) {
    CommandResult.run("", Map.of(), List.of(command)).succeeded();
  }

  /** Goes on after faults: what is left would disturb later runs. */
  private synchronized void remove() {
    for (String namespace : namespaces) {
      CommandResult.run("", Map.of(), List.of("ip", "netns", "del", namespace));
      if (Files.exists(HOSTS.resolve(namespace))) {
        Folders.delete(HOSTS.resolve(namespace));
      }
    }
    namespaces.clear();
    CommandResult.run("", Map.of(), List.of("ip", "link", "del", bridge()));
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(onShutdown);
  }
}
