package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.PodCaches;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;

/**
 * Measures the latency from Pod changes to Dataplanes on a real API server; see {@code
 * docs/benchmarks/dataplanes.md}. Arguments: the result file, and numbers of Pods.
 */
final class DataplanesBenchmark {
  private static final int STEADY_CHANGES = 500;
  private static final int STEADY_PER_SECOND = 50;

  private final LocalKubeApi kube;
  private final BenchCluster cluster;
  private final DataplaneWatch watch;
  private final Map<String, Object> result;

  private DataplanesBenchmark(LocalKubeApi kube, Rest rest, int size, Map<String, Object> result) {
    this.result = result;
    this.kube = kube;
    this.cluster = new BenchCluster(rest, size);
    this.watch = new DataplaneWatch(rest);
    result.put("pods", size);
  }

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("measured", Instant.now().toString());
    all.put("java", Runtime.version().toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("commit", System.getProperty("commit", ""));
    all.put("loadBefore", Files.readString(Path.of("/proc/loadavg")).strip());
    for (int i = 1; i < arguments.length; i++) {
      try (LocalKubeApi kube = LocalKubeApi.start()) {
        RunningLoop.prepare(kube);
        Map<String, Object> row = new LinkedHashMap<>();
        all.put(arguments[i] + " Pods", row);
        measure(kube, Integer.parseInt(arguments[i]), row);
      } finally {
        write(Path.of(arguments[0]), all);
      }
    }
    // Threads of closed clients keep the process running.
    System.exit(0);
  }

  private static void write(Path file, Map<String, Object> all) throws IOException {
    String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    Files.writeString(file, json + "\n");
  }

  private static void measure(LocalKubeApi kube, int size, Map<String, Object> result) {
    var benchmark = new DataplanesBenchmark(kube, Rest.of(kube.client()), size, result);
    try (DataplaneWatch _ = benchmark.watch) {
      benchmark.cluster.prepare();
      benchmark.live();
      benchmark.restart();
      benchmark.recreateAll();
      benchmark.result.put("caches", PodCaches.measure(kube, size));
    }
  }

  /** One control loop while Pods are created and changed. */
  private void live() {
    try (var loop = BenchProcess.loop(kube, "live")) {
      loop.awaitSettled();
      long empty = loop.heap();
      phase(
          "created",
          loop,
          () ->
              BenchCluster.together(
                  cluster.size(),
                  i -> {
                    cluster.create(i);
                    expect(i, x -> cluster.status(x, true));
                  }));
      long full = loop.heap();
      result.put("heapPerPodBytes", (full - empty) / cluster.size());
      result.put("heapMiB", mib(full));
      result.put("rssMiB", Math.round(loop.rss()));
      phase("oneService", loop, this::changeOneService);
      phase(
          "allNotReady",
          loop,
          () ->
              BenchCluster.together(cluster.size(), i -> expect(i, x -> cluster.status(x, false))));
      phase("steady", loop, this::steadily);
      result.put("rssAtEndMiB", Math.round(loop.rss()));
    }
  }

  private void expect(int i, IntConsumer change) {
    watch.expect(cluster.pod(i));
    change.accept(i);
  }

  private void steadily() {
    long start = System.nanoTime();
    BenchCluster.together(
        Math.min(STEADY_CHANGES, cluster.size()),
        i -> {
          long due = start + i * Duration.ofSeconds(1).toNanos() / STEADY_PER_SECOND;
          while (due - System.nanoTime() > 0) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          expect(i, x -> cluster.status(x, true));
        });
  }

  private void changeOneService() {
    for (int i = 0; i < cluster.size(); i += BenchCluster.SERVICES) {
      watch.expect(cluster.pod(i));
    }
    cluster.protocol(0, "tcp");
  }

  private void phase(String name, BenchProcess loop, Runnable work) {
    double own = loop.cpu();
    double server = cpu(kube.apiServer().pid());
    double etcd = cpu(kube.etcd().pid());
    double driver = cpu(ProcessHandle.current().pid());
    long start = System.nanoTime();
    work.run();
    DataplaneWatch.Result seen = watch.await(start);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("dataplanes", seen.count());
    row.put("seconds", round(seen.seconds()));
    row.put("perSecond", round(seen.perSecond()));
    row.put("p50Millis", round(seen.p50()));
    row.put("p99Millis", round(seen.p99()));
    row.put("cpuSecondsHiguma", round(loop.cpu() - own));
    row.put("cpuSecondsApiServer", round(cpu(kube.apiServer().pid()) - server));
    row.put("cpuSecondsEtcd", round(cpu(kube.etcd().pid()) - etcd));
    row.put("cpuSecondsBenchmark", round(cpu(ProcessHandle.current().pid()) - driver));
    result.put(name, row);
    System.out.println(name + " " + row);
  }

  /** Restart: all Dataplanes already have the desired state. */
  private void restart() {
    Map<ObjectKey, String> before = watch.versions();
    try (var loop = BenchProcess.loop(kube, "restarted")) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("millisToSettle", loop.awaitSettled());
      row.put("cpuSecondsHiguma", round(loop.cpu()));
      Map<ObjectKey, String> after = watch.versions();
      after.entrySet().removeAll(before.entrySet());
      row.put("writes", after.size());
      row.put("rssMiB", Math.round(loop.rss()));
      result.put("restart", row);
      System.out.println("restart " + row);
    }
  }

  /** All Dataplanes are deleted before a process starts. */
  private void recreateAll() {
    cluster.deleteDataplanes();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> watch.versions().isEmpty());
    for (int i = 0; i < cluster.size(); i++) {
      watch.expect(cluster.pod(i));
    }
    long start = System.nanoTime();
    double server = cpu(kube.apiServer().pid());
    try (var loop = BenchProcess.loop(kube, "backlog")) {
      DataplaneWatch.Result seen = watch.await(start);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("dataplanes", seen.count());
      row.put("secondsFromStart", round(seen.seconds()));
      row.put("perSecondWhileWriting", round(seen.count() / seen.burst()));
      row.put("cpuSecondsHiguma", round(loop.cpu()));
      row.put("cpuSecondsApiServer", round(cpu(kube.apiServer().pid()) - server));
      result.put("backlog", row);
      System.out.println("backlog " + row);
    }
  }

  private static double cpu(long pid) {
    return new ProcessFigures(pid).cpu();
  }

  private static double mib(long bytes) {
    return round(bytes / 1048576.0);
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
