package io.higuma.bench;

import io.higuma.cluster.controller.BenchCluster;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Measures how long views of the page take with many Pods in the inventory. */
final class PageLatency {
  /** The views, by the names of their figures. */
  private static final Map<String, String> VIEWS =
      Map.of(
          "overview", "/gui",
          "workloads", "/gui/workloads",
          "dataplanes", "/gui/dataplanes",
          "settings", "/gui/config");

  private static final int P95 = 950;
  private static final int WARM_UP = 50;
  private static final int REQUESTS = 400;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final LocalKubeApi kube;
  private final int count;
  private final BenchCluster cluster;
  private final HttpClient http = HttpClient.newHttpClient();

  PageLatency(LocalKubeApi kube, int count) {
    this.kube = kube;
    this.count = count;
    this.cluster = BenchCluster.on(kube.client(), count);
  }

  /** One client requests each view in turns, at a pace at which the inventory is renewed too. */
  Results.Rounds measure(Iterable<Candidate> candidates) throws IOException {
    cluster.prepare();
    cluster.createReady();
    Results.Rounds rounds = new Results.Rounds();
    for (Candidate candidate : candidates) {
      try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
        cluster.awaitDataplanes(count);
        rounds.add(candidate, measure(running));
      }
    }
    return rounds;
  }

  private Map<String, Double> measure(RunningCandidate running) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    for (var view : VIEWS.entrySet()) {
      var uri = URI.create("http://127.0.0.1:" + running.apiPort() + view.getValue());
      for (int i = 0; i < WARM_UP; i++) {
        call(uri);
      }
      long[] nanos = new long[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        LockSupport.parkNanos(PAUSE.toNanos());
        nanos[i] = call(uri);
      }
      figures.put(view.getKey() + "P95", new Latencies(nanos).percentileMillis(P95));
    }
    return figures;
  }

  /** Nanoseconds until the whole answer has been read. */
  private long call(URI uri) throws IOException {
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    long began = System.nanoTime();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(uri + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return System.nanoTime() - began;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
