package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.bench.Results.Found;
import io.higuma.bench.Results.Rounds;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures candidates. They share one API server, which is started on first use. */
final class Lab implements AutoCloseable {
  private final Plan plan;
  private final List<Candidate> candidates;
  private @Nullable LocalKubeApi kube;
  private @Nullable ServerBench servers;

  Lab(Plan plan, List<Candidate> candidates) {
    this.plan = plan;
    this.candidates = candidates;
  }

  /** Measures one part. */
  Found measure(Part part) throws IOException {
    return switch (part) {
      case SIZE -> sizes();
      case COLD, RSS, LATENCY -> turns(part);
      case THROUGHPUT ->
          Wrk.isInstalled() ? turns(part) : Found.nothing("`wrk` is not installed here");
      case PODS -> apart(kube -> Found.of(new ManyPods(kube, plan.pods()).measure(candidates)));
      case STREAMS -> apart(kube -> new ManyStreams(kube, plan.changes()).measure(candidates));
      case PAGE ->
          apart(kube -> Found.of(new PageLatency(kube, plan.pagePods()).measure(candidates)));
      case BIG -> big();
      case SCALE -> scale();
      case JMH -> alone(OtherBenchmarks::jmh);
      case DATAPLANES -> alone(OtherBenchmarks::dataplanes);
    };
  }

  private Found sizes() {
    Rounds rounds = new Rounds();
    candidates.forEach(each -> rounds.add(each, Map.of("size", each.bytes() / 1e6)));
    return Found.of(rounds);
  }

  /** Each round measures all candidates, so that noise of the machine affects all. */
  private Found turns(Part part) throws IOException {
    ServerBench prepared = servers();
    Rounds rounds = new Rounds();
    for (int round = 0; round < plan.rounds(part); round++) {
      for (Candidate candidate : candidates) {
        rounds.add(candidate, prepared.measure(part, candidate));
      }
    }
    return Found.of(rounds);
  }

  private interface OnServer<T> {
    T measure(LocalKubeApi kube) throws IOException;
  }

  private static <T> T onNewServer(OnServer<T> measurement) throws IOException {
    try (LocalKubeApi many = LocalKubeApi.start()) {
      ServerBench.install(many);
      return measurement.measure(many);
    }
  }

  /** Measures prepared candidates on an API server that no other part has used. */
  private Found apart(OnServer<Found> measurement) throws IOException {
    servers();
    close();
    return onNewServer(measurement);
  }

  private Found big() throws IOException {
    servers();
    return Found.of(new BigPods(Objects.requireNonNull(kube)).measure(candidates));
  }

  private Found scale() throws IOException {
    servers();
    close();
    Rounds rounds = new Rounds();
    for (Candidate candidate : candidates) {
      rounds.add(
          candidate,
          onNewServer(many -> new ManyDataplanes(many, plan.scalePods()).measure(candidate)));
    }
    return Found.of(rounds);
  }

  private interface Alone {
    JsonNode run() throws IOException;
  }

  private Found alone(Alone benchmark) throws IOException {
    close();
    return Found.raw(benchmark.run());
  }

  private ServerBench servers() throws IOException {
    ServerBench ready = servers;
    if (ready == null) {
      LocalKubeApi started = LocalKubeApi.start();
      kube = started;
      ServerBench.install(started);
      ready = new ServerBench(started, plan);
      ready.prepare(candidates);
      servers = ready;
    }
    return ready;
  }

  @Override
  public void close() {
    if (kube != null) {
      kube.close();
    }
    kube = null;
    servers = null;
  }
}
