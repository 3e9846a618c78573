package io.higuma.cluster.cache;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.BenchProcess;
import io.higuma.cluster.controller.RunningLoop;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.LocalKubeApi;
import java.util.LinkedHashMap;
import java.util.Map;

/** Benchmark of Pod caches: our store compared with fabric8's informers. */
public final class PodCaches {
  private static final String[] KINDS = {"nothing", "higuma", "fabric8", "fabric8-reduced"};

  private PodCaches() {}

  /** Measures all caches with the existing Pods. */
  public static Map<String, Object> measure(LocalKubeApi kube, int pods) {
    String url = kube.client().getMasterUrl().toString();
    Map<String, Object> all = new LinkedHashMap<>();
    long nothing = 0;
    for (String kind : KINDS) {
      try (var process = new BenchProcess(kube, "cache-" + kind, PodCaches.class, url, kind)) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("millisFromStartToSynced", process.awaitSettled());
        row.put("cpuSeconds", process.cpu());
        row.put("rssMiB", Math.round(process.rss()));
        long heap = process.heap();
        nothing = kind.equals("nothing") ? heap : nothing;
        row.put("heapPerPodBytes", (heap - nothing) / pods);
        all.put(kind, row);
        System.out.println(kind + " " + row);
      }
    }
    return all;
  }

  /**
   * Fills one cache and keeps running.
   *
   * @param arguments URL of the API server, and the cache
   */
  static void main(String[] arguments) throws InterruptedException {
    KubernetesClient client = RunningLoop.client(arguments[0]);
    Object cache =
        switch (arguments[1]) {
          case "higuma" -> higuma(client);
          case "fabric8" -> client.pods().inAnyNamespace().inform();
          case "fabric8-reduced" -> reduced(client);
          default -> client.namespaces().withName("default").get();
        };
    BenchProcess.sayItSettled();
    Thread.currentThread().join();
    System.out.println(cache);
  }

  private static Informer<?> higuma(KubernetesClient client) {
    var pods =
        new Informer<>(new ApiCalls(client), WatchedKinds.pods(), LoopSupervisor.uncounted());
    pods.start();
    pods.synced().join();
    return pods;
  }

  /** Stores the Pod fields that we need, as far as fabric8's own trimming can select them. */
  private static Object reduced(KubernetesClient client) {
    var informer =
        client
            .pods()
            .inAnyNamespace()
            .runnableInformer(0)
            .itemStore(
                new ReducedStateItemStore<>(
                    ReducedStateItemStore.UID_KEY_STATE,
                    Pod.class,
                    new KubernetesSerialization(),
                    "metadata.labels",
                    "metadata.annotations",
                    "metadata.ownerReferences",
                    "spec.nodeName",
                    "spec.containers",
                    "status.podIP",
                    "status.phase",
                    "status.containerStatuses",
                    "status.initContainerStatuses"));
    informer.start().toCompletableFuture().join();
    return informer;
  }
}
