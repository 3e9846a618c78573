package io.higuma.bench;

import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Benchmarks of the webhook server: start time, memory, throughput, latency. */
final class ServerBench {
  static final List<Integer> RATES = List.of(500, 1000, 2000, 4000);

  private static final Map<String, Integer> PERCENTILES =
      Map.of("p50", 500, "p99", 990, "p999", 999, "max", 1000);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final int TRAINING_CALLS = 4000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double PERCENT = 100;
  private static final String PER_SECOND = "perSecond";

  private final LocalKubeApi kube;
  private final Plan plan;

  ServerBench(LocalKubeApi kube, Plan plan) {
    this.kube = kube;
    this.plan = plan;
  }

  /**
   * Installs the cluster's objects: CRDs, the system namespace, a Mesh, and a namespace whose Pods
   * are injected.
   */
  static void install(LocalKubeApi kube) {
    kube.kubectl("apply", "--server-side", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
    kube.kubectlWith(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: kuma-system}}
            ---
            {apiVersion: v1, kind: Namespace,
             metadata: {name: %s, labels: {kuma.io/sidecar-injection: enabled}}}
            ---
            {apiVersion: kuma.io/v1alpha1, kind: Mesh, metadata: {name: default}}
            """
                .formatted(WebhookCall.NAMESPACE),
            "apply",
            "-f",
            "-")
        .succeeded();
  }

  /**
   * Creates the AOT caches, and checks that each candidate injects. Afterwards the CA exists in the
   * cluster, files are in the page cache, and the client's TLS is warm.
   */
  void prepare(List<Candidate> candidates) throws IOException {
    for (Candidate candidate : candidates) {
      System.out.println("preparing " + candidate.label() + ": " + candidate.words());
      if (candidate.isJar()) {
        train(candidate);
      }
      try (var running = RunningCandidate.start(kube, candidate).awaitReady();
          var load = new Load(running.port())) {
        load.closed(TRAINING_CALLS, TIMEOUT);
      }
    }
  }

  private void train(Candidate candidate) throws IOException {
    Files.createDirectories(candidate.cache().getParent());
    Files.deleteIfExists(candidate.cache());
    RunningCandidate.train(kube, candidate);
    if (!Files.exists(candidate.cache())) {
      throw new IllegalStateException("No " + candidate.cache() + " was created");
    }
  }

  /** One round of a candidate in one part. */
  Map<String, Double> measure(Part part, Candidate candidate) throws IOException {
    if (part == Part.COLD) {
      return starts(candidate);
    }
    try (var running = RunningCandidate.start(kube, candidate)) {
      return switch (part) {
        case RSS -> memory(running);
        case THROUGHPUT -> throughput(running);
        case LATENCY -> latency(running);
        case COLD, SIZE, PODS, STREAMS, PAGE, BIG, SCALE, JMH, DATAPLANES ->
            throw new IllegalArgumentException(part.key());
      };
    }
  }

  private Map<String, Double> starts(Candidate candidate) throws IOException {
    Map<String, Double> figures = new TreeMap<>();
    try (var running = RunningCandidate.start(kube, candidate)) {
      figures.put("millis", firstInjection(running));
      figures.put("startRss", running.memory("start").get("startRss"));
    }
    try (var running = RunningCandidate.startInCluster(kube, candidate)) {
      figures.put("inClusterMillis", firstInjection(running));
    }
    return figures;
  }

  /** Milliseconds from before the process start to the first successful injection. */
  static double firstInjection(RunningCandidate running) throws IOException {
    while (System.nanoTime() - running.started() < TIMEOUT.toNanos()) {
      try (Caller caller = Caller.connect(running.port())) {
        byte[] body = caller.call();
        long answered = System.nanoTime();
        if (WebhookCall.isInjection(body)) {
          return (answered - running.started()) / NANOS_PER_MILLI;
        }
      } catch (IOException notYet) {
        running.mustRun();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IOException("No injection within " + TIMEOUT);
  }

  private Map<String, Double> memory(RunningCandidate running) throws IOException {
    running.awaitReady();
    LockSupport.parkNanos(IDLE.toNanos());
    Map<String, Double> figures = new TreeMap<>(running.memory("idle"));
    try (var load = new Load(running.port())) {
      double failed = load.closed(plan.injections(), TIMEOUT.multipliedBy(5));
      figures.put("failed", failed);
    }
    figures.putAll(running.memory("worked"));
    return figures;
  }

  private Map<String, Double> throughput(RunningCandidate running) throws IOException {
    running.awaitReady();
    Map<String, Double> figures = new TreeMap<>(warmThroughput(running.port()));
    byte[] response;
    try (var caller = Caller.connect(running.port())) {
      response = caller.call();
    }
    running.close();
    try (var bare = BareServer.start(kube.folder(), response)) {
      double most = warmThroughput(bare.port()).get(PER_SECOND);
      figures.put("bareShare", PERCENT * figures.get(PER_SECOND) / most);
    }
    return figures;
  }

  private Map<String, Double> warmThroughput(int port) throws IOException {
    warmUp(port);
    Wrk.run(port, plan.seconds());
    return Wrk.run(port, plan.seconds());
  }

  private Map<String, Double> latency(RunningCandidate running) throws IOException {
    running.awaitReady();
    warmUp(running.port());
    Map<String, Double> figures = new TreeMap<>();
    try (var load = new Load(running.port())) {
      for (int rate : RATES) {
        Load.Outcome outcome = load.open(rate, plan.seconds());
        PERCENTILES.forEach(
            (name, perMille) ->
                figures.put(rate + name, outcome.latencies().percentileMillis(perMille)));
        figures.put(rate + "failed", (double) outcome.failed());
      }
    }
    return figures;
  }

  private void warmUp(int port) throws IOException {
    try (var load = new Load(port)) {
      load.closed(Integer.MAX_VALUE, Duration.ofSeconds(plan.seconds()));
    }
  }
}
