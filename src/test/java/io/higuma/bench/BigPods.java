package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures the injection of Pods as large as the API server accepts. */
final class BigPods {
  /** Number of large calls of the load. */
  static final int CALLS = 1000;

  private static final int CALLERS = 8;
  private static final int WARM_UP = 10;
  private static final int P50 = 500;
  private static final int P99 = 990;

  /** Between two small calls beside the load. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalKubeApi kube;
  private final Map<String, byte[]> requests = new LinkedHashMap<>();

  BigPods(LocalKubeApi kube) throws IOException {
    this.kube = kube;
    requests.put(
        "volumes",
        request(
            spec ->
                each(
                    40_000,
                    spec.withArray("volumes"),
                    (volume, i) -> {
                      volume.put("name", "v" + i).putObject("emptyDir");
                    })));
    requests.put(
        "variables",
        request(
            spec ->
                each(
                    10_000,
                    ((ObjectNode) spec.at("/containers/0")).withArray("env"),
                    (variable, i) -> variable.put("name", "E" + i).put("value", "x".repeat(100)))));
    requests.put(
        "containers",
        request(
            spec ->
                each(
                    10_000,
                    spec.withArray("containers"),
                    (container, i) ->
                        container.put("name", "c" + i).put("image", "registry/name".repeat(5)))));
  }

  private interface Element {
    void fill(ObjectNode element, int number);
  }

  private static void each(int count, ArrayNode array, Element element) {
    IntStream.range(0, count).forEach(i -> element.fill(array.addObject(), i));
  }

  private static byte[] request(Consumer<ObjectNode> change) throws IOException {
    JsonNode review = JSON.readTree(Files.readString(WebhookCall.REVIEW));
    change.accept((ObjectNode) review.at("/request/object/spec"));
    return WebhookCall.request(JSON.writeValueAsString(review));
  }

  /** Each kind of Pod is the first call of a process of its own. */
  Results.Rounds measure(List<Candidate> candidates) throws IOException {
    Results.Rounds rounds = new Results.Rounds();
    for (Candidate candidate : candidates) {
      Map<String, Double> figures = new TreeMap<>();
      for (var request : requests.entrySet()) {
        try (var running = RunningCandidate.start(kube, candidate).awaitReady();
            var caller = Caller.connect(running.port())) {
          figures.put(request.getKey() + "First", millis(caller, request.getValue()));
          for (int i = 0; i < WARM_UP; i++) {
            millis(caller, request.getValue());
          }
          figures.put(request.getKey() + "Warm", median(caller, request.getValue()));
        }
      }
      try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
        figures.putAll(load(running));
      }
      rounds.add(candidate, figures);
    }
    return rounds;
  }

  private static double median(Caller caller, byte[] request) throws IOException {
    long[] nanos = new long[WARM_UP];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = nanos(caller, request);
    }
    return new Latencies(nanos).percentileMillis(P50);
  }

  /** Large calls from eight callers, and small ones beside them. */
  private Map<String, Double> load(RunningCandidate running) throws IOException {
    double before = running.memory("rss").get("rssRss");
    List<byte[]> large = List.copyOf(requests.values());
    List<Long> small = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        var beside = Caller.connect(running.port())) {
      List<? extends Future<?>> callers =
          IntStream.range(0, CALLERS)
              .mapToObj(number -> threads.submit(() -> call(running, large, number)))
              .toList();
      while (callers.stream().anyMatch(caller -> !caller.isDone())) {
        small.add(nanos(beside, WebhookCall.request()));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return Map.of(
        "loadGrowth",
        running.memory("rss").get("rssRss") - before,
        "smallP99",
        new Latencies(small.stream().mapToLong(Long::longValue).toArray()).percentileMillis(P99));
  }

  private static void call(RunningCandidate running, List<byte[]> requests, int number) {
    try (var caller = Caller.connect(running.port())) {
      for (int i = number; i < CALLS; i += CALLERS) {
        nanos(caller, requests.get(i % requests.size()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double millis(Caller caller, byte[] request) throws IOException {
    return nanos(caller, request) / 1e6;
  }

  private static long nanos(Caller caller, byte[] request) throws IOException {
    long start = System.nanoTime();
    byte[] body = caller.call(request);
    long took = System.nanoTime() - start;
    if (!WebhookCall.isInjection(body)) {
      throw new IOException("Not an injection of a request of " + request.length + " bytes");
    }
    return took;
  }
}
