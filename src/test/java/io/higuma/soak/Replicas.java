package io.higuma.soak;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ReadyBalancer;
import io.higuma.tls.Lifetimes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Replicas of the control plane behind one address, as behind a Service. */
final class Replicas implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Defaults, but the next authority signs after seconds, so that a rotation ends soon. */
  private static final Lifetimes LIFETIMES =
      new Lifetimes(
          Lifetimes.DEFAULTS.authority(),
          Lifetimes.DEFAULTS.serving(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1));

  /** A JVM takes a part of the machine's memory else; the executable ignores it. */
  private static final Map<String, String> HEAP = Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m");

  /** One replica. */
  record Replica(String name, ControlPlane process, ReadyBalancer.Backend backend) {
    boolean serves() {
      return backend.isEligible();
    }

    boolean leads() {
      try {
        return process.process().isRunning() && Metrics.of(process).leads();
      } catch (UncheckedIOException starting) {
        return false;
      }
    }
  }

  private final LocalKubeApi kube;
  private final ReadyBalancer balancer = new ReadyBalancer();
  private final List<Replica> replicas;

  /** A run that is interrupted must not leave processes behind. */
  private final List<ControlPlane> started = new CopyOnWriteArrayList<>();

  private final Thread onShutdown = new Thread(this::kill, "kill-replicas");

  private Replicas(LocalKubeApi kube) {
    this.kube = kube;
    Runtime.getRuntime().addShutdownHook(onShutdown);
    this.replicas = List.of(begin("first", Map.of()), begin("second", Map.of()));
  }

  /** Starts two replicas, and waits until the API server calls them. */
  static Replicas start(LocalKubeApi kube) {
    var replicas = new Replicas(kube);
    replicas.replicas.forEach(Replicas::await);
    ClusterSetup.register(kube, replicas.balancer.port(), "");
    Awaitility.await("the API server calls the webhooks")
        .atMost(LIMIT)
        .until(() -> replicas.replicas.getFirst().process().isRegistered());
    return replicas;
  }

  private Replica begin(String name, Map<String, String> more) {
    var settings = new HashMap<>(ControlPlane.lifetimes(LIFETIMES));
    settings.putAll(HEAP);
    settings.putAll(more);
    var process = ControlPlane.start(kube, settings);
    started.add(process);
    return new Replica(
        name, process, balancer.add(process.webhookPort(), process.diagnosticsPort()));
  }

  /** Waits until it is ready and gets calls. */
  static void await(Replica replica) {
    replica.process().awaitReady();
    Awaitility.await("the replica gets calls").atMost(LIMIT).until(replica::serves);
  }

  /**
   * Starts another replica, which gets calls too; {@link #end} stops it.
   *
   * @param environment more settings
   */
  Replica guest(String name, Map<String, String> environment) {
    return begin(name, environment);
  }

  /** Stops another replica gracefully. */
  void end(Replica guest) {
    guest.process().process().stop();
    balancer.remove(guest.backend());
    guest.process().close();
    started.remove(guest.process());
  }

  /** Both replicas. */
  List<Replica> all() {
    return replicas;
  }

  /** The replica that leads. */
  Optional<Replica> leader() {
    return replicas.stream().filter(Replica::leads).findFirst();
  }

  /** Waits until one leads. */
  Replica awaitLeader() {
    return Awaitility.await("a leader")
        .atMost(LIMIT)
        .until(this::leader, Optional::isPresent)
        .orElseThrow();
  }

  private void kill() {
    started.forEach(process -> process.process().kill());
  }

  @Override
  public void close() {
    replicas.forEach(replica -> replica.process().close());
    balancer.close();
    Runtime.getRuntime().removeShutdownHook(onShutdown);
  }
}
