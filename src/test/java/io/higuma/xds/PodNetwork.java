package io.higuma.xds;

import io.higuma.sandbox.kube.Folders;
import io.higuma.testing.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Network namespaces as Pods have them, on a bridge of this machine. Traffic of a namespace is
 * redirected to its sidecar, as Kuma's init container configures it. Needs root.
 */
final class PodNetwork implements AutoCloseable {
  /** The user of sidecars, whose traffic is not redirected. */
  static final String SIDECAR_USER = "5678";

  /** A family of IP addresses. */
  enum Family {
    IPV4("-4", "iptables", "127.0.0.0/8", "/24"),
    IPV6("-6", "ip6tables", "::1/128", "/64");

    private final String option;
    private final String tables;
    private final String loopback;
    private final String length;

    Family(String option, String tables, String loopback, String length) {
      this.option = option;
      this.tables = tables;
      this.loopback = loopback;
      this.length = length;
    }
  }

  private static final Path FILES = Path.of("/etc/netns");

  /** Source of the sidecar's connections to the application over IPv6, as Kuma adds it. */
  private static final String SIDECAR_SOURCE = "::6/128";

  private static final int FIRST_SUBNET = 100;
  private static final int SUBNETS = 100;

  private final String prefix;
  private final int subnet;
  private final List<String> namespaces = new ArrayList<>();
  private final Thread onShutdown = new Thread(this::remove, "remove-pod-network");

  private PodNetwork(long number) {
    this.prefix = "hg" + Long.toString(number, Character.MAX_RADIX);
    this.subnet = freeSubnet((int) (number % SUBNETS));
    Runtime.getRuntime().addShutdownHook(onShutdown);
    run("ip", "link", "add", bridge(), "type", "bridge");
    run("ip", "addr", "add", address(1) + "/24", "dev", bridge());
    run("ip", "link", "set", bridge(), "up");
  }

  /** A subnet of which this machine has no address: that of another process may be the first. */
  private static int freeSubnet(int first) {
    return IntStream.range(first, first + SUBNETS)
        .map(candidate -> FIRST_SUBNET + candidate % SUBNETS)
        .filter(candidate -> !isUsed(candidate))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isUsed(int subnet) {
    try {
      String start = "10." + subnet + ".77.";
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address.getHostAddress().startsWith(start));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets Pods have IPv6 addresses, too. */
  void addIpv6() {
    String address = address(1, Family.IPV6) + Family.IPV6.length;
    run("ip", "-6", "addr", "add", address, "dev", bridge(), "nodad");
  }

  /** A network without Pods, whose names depend on the id of this process. */
  static PodNetwork create() {
    return new PodNetwork(ProcessHandle.current().pid());
  }

  /** An IPv4 address of this network. */
  String address(int number) {
    return address(number, Family.IPV4);
  }

  /** An address of this network. */
  String address(int number, Family family) {
    return switch (family) {
      case IPV4 -> "10." + subnet + ".77." + number;
      case IPV6 -> "fd77:7:7:" + subnet + "::" + number;
    };
  }

  private String bridge() {
    return prefix + "b";
  }

  /** Makes the namespace of a Pod with {@link #address} and redirected traffic. */
  void add(String pod, int number, List<Family> families) {
    String namespace = namespace(pod);
    String outside = prefix + "v" + number;
    namespaces.add(namespace);
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", outside, "master", bridge(), "up");
    inside(pod, "ip", "link", "set", "lo", "up");
    inside(pod, "ip", "link", "set", "eth0", "up");
    families.forEach(family -> add(pod, number, family));
  }

  private void add(String pod, int number, Family family) {
    List<String> address = new ArrayList<>(List.of("ip", family.option, "addr", "add"));
    address.addAll(List.of(address(number, family) + family.length, "dev", "eth0"));
    if (family == Family.IPV6) {
      // Without the second in which a new address is not used yet.
      address.add("nodad");
      inside(pod, "ip", "-6", "addr", "add", SIDECAR_SOURCE, "dev", "lo");
    }
    inside(pod, address.toArray(String[]::new));
    inside(pod, "ip", family.option, "route", "add", "default", "via", address(1, family));
    rule(pod, family, "OUTPUT", "-m", "owner", "--uid-owner", SIDECAR_USER, "-j", "RETURN");
    rule(pod, family, "OUTPUT", "-d", family.loopback, "-j", "RETURN");
    rule(pod, family, "OUTPUT", "-p", "tcp", "-j", "REDIRECT", "--to-ports", "15001");
    rule(pod, family, "PREROUTING", "-p", "tcp", "-j", "REDIRECT", "--to-ports", "15006");
  }

  private void rule(String pod, Family family, String chain, String... rule) {
    List<String> command = new ArrayList<>(List.of(family.tables, "-w", "-t", "nat", "-A", chain));
    command.addAll(List.of(rule));
    inside(pod, command.toArray(String[]::new));
  }

  /** Lets programs in the namespace of a Pod find this host at the address of the machine. */
  void name(String pod, String host, Family family) {
    try {
      Path folder = Files.createDirectories(FILES.resolve(namespace(pod)));
      Files.writeString(
          folder.resolve("hosts"),
          "127.0.0.1 localhost\n" + address(1, family) + " " + host + "\n");
      // Envoy also asks for addresses of the other family, and would wait for a server without
      // route. Here nothing listens, so that the answer is an error at once.
      Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
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
      if (Files.exists(FILES.resolve(namespace))) {
        Folders.delete(FILES.resolve(namespace));
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
