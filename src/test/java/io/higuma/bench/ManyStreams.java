package io.higuma.bench;

import com.fasterxml.jackson.databind.node.NullNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.higuma.bench.Results.Found;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Measures streams of sidecars: memory, CPU, and how fast a change reaches all of them. */
final class ManyStreams {
  static final int PODS = 1000;
  static final int STREAMS = 200;

  /** The Pod that changes has no stream. */
  private static final int CHANGED = PODS - 1;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofSeconds(15);

  /** Between two changes; longer than a push waits for further changes. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final LocalKubeApi kube;
  private final int changes;
  private final BenchCluster cluster;
  private final String[] tokens = new String[STREAMS];

  ManyStreams(LocalKubeApi kube, int changes) {
    this.kube = kube;
    this.changes = changes;
    this.cluster = BenchCluster.on(kube.client(), PODS);
  }

  /** Each candidate starts with the same Pods and without Dataplanes. */
  Found measure(List<Candidate> candidates) throws IOException {
    cluster.prepare();
    cluster.createAccounts();
    cluster.createReady();
    BenchCluster.together(STREAMS, i -> tokens[i] = cluster.token(i));
    Results.Rounds rounds = new Results.Rounds();
    List<String> without = new ArrayList<>();
    for (Candidate candidate : candidates) {
      cluster.deleteDataplanes();
      cluster.awaitDataplanes(0);
      try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
        if (running.servesSidecars()) {
          rounds.add(candidate, measure(running));
        } else {
          without.add("`%s` has no port for sidecars".formatted(candidate.label()));
        }
      }
    }
    return new Found(Found.of(rounds).rounds(), NullNode.instance, String.join(", ", without));
  }

  private Map<String, Double> measure(RunningCandidate running) {
    cluster.awaitDataplanes(PODS);
    awaitVirtualIps();
    rest();
    Map<String, Double> figures = new TreeMap<>(running.memory("unconnected"));
    try (var streams = new SidecarStreams(STREAMS)) {
      long start = System.nanoTime();
      streams.open(
          running.sidecarPort(),
          i -> cluster.pod(i).name() + "." + cluster.pod(i).namespace(),
          i -> tokens[i],
          BenchCluster.SERVICES);
      figures.put("configuredMillis", millisSince(start));
      figures.put("configuredKilobytes", streams.bytes() / 1e3);
      rest();
      double cpu = running.cpuMillis();
      rest();
      figures.put("restCpu", (running.cpuMillis() - cpu) / IDLE.toSeconds());
      figures.putAll(running.memory("connected"));
      figures.putAll(change(running, streams));
      figures.putAll(running.memory("changed"));
      streams.mustBeOpen();
    }
    return figures;
  }

  private Map<String, Double> change(RunningCandidate running, SidecarStreams streams) {
    List<Double> millis = new ArrayList<>();
    double cpu = running.cpuMillis();
    long bytes = streams.bytes();
    for (int i = 0; i < changes; i++) {
      boolean ready = i % 2 == 1;
      Arrival arrival =
          streams.expect(
              BenchCluster.service(CHANGED),
              cluster.endpointsWithout(CHANGED, ready ? PODS : CHANGED));
      long start = System.nanoTime();
      cluster.status(CHANGED, ready);
      millis.add((arrival.await(LIMIT) - start) / 1e6);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    Map<String, Double> figures =
        new TreeMap<>(
            Map.of(
                "changeMillis",
                Statistics.median(millis),
                "changeMaxMillis",
                millis.stream().mapToDouble(each -> each).max().orElse(0),
                "changeCpu",
                (running.cpuMillis() - cpu) / changes,
                "changeKilobytes",
                (streams.bytes() - bytes) / 1e3 / changes));
    if (changes % 2 == 1) {
      cluster.status(CHANGED, true);
    }
    return figures;
  }

  /** Virtual IPs that come later would change all listeners. */
  private void awaitVirtualIps() {
    List<String> services =
        IntStream.range(0, BenchCluster.SERVICES).mapToObj(BenchCluster::service).toList();
    Awaitility.await("virtual IPs")
        .atMost(LIMIT)
        .until(
            () -> {
              String stored = virtualIps();
              return services.stream().allMatch(stored::contains);
            });
  }

  private String virtualIps() {
    ConfigMap stored =
        kube.client()
            .configMaps()
            .inNamespace(ControlPlane.SYSTEM)
            .withName("kuma-default-dns-vips")
            .get();
    return stored == null ? "" : stored.getData().values().stream().collect(Collectors.joining());
  }

  private static void rest() {
    LockSupport.parkNanos(IDLE.toNanos());
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
