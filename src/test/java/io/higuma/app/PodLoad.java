package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.higuma.testing.KubeApi;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Load of 50 Pods per second, created as dry runs in one namespace; all must be injected. */
final class PodLoad implements AutoCloseable {
  private static final int CALLERS = 5;
  private static final int MILLIS = 100;

  private final KubeApi kube;
  private final String namespace;
  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(8);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong calls = new AtomicLong();

  private PodLoad(KubeApi kube, String namespace) {
    this.kube = kube;
    this.namespace = namespace;
  }

  /** Starts the load. */
  static PodLoad start(KubeApi kube, String namespace) {
    var load = new PodLoad(kube, namespace);
    for (int i = 0; i < CALLERS; i++) {
      long begin = (long) i * MILLIS / CALLERS;
      var _ = load.callers.scheduleAtFixedRate(load::call, begin, MILLIS, TimeUnit.MILLISECONDS);
    }
    return load;
  }

  /** Number of attempts. */
  long calls() {
    return calls.get();
  }

  private void call() {
    failures.addAll(failure(kube, namespace));
    calls.incrementAndGet();
  }

  /** Problems of an injected Pod; empty without any. */
  static List<String> failure(KubeApi kube, String namespace) {
    try {
      var pod =
          new PodBuilder()
              .withNewMetadata()
              .withGenerateName("load-")
              .endMetadata()
              .withNewSpec()
              .addNewContainer()
              .withName("app")
              .withImage("app")
              .endContainer()
              .endSpec()
              .build();
      var made = kube.client().pods().inNamespace(namespace).resource(pod).dryRun(true).create();
      return made.getSpec().getInitContainers().isEmpty() ? List.of("not injected") : List.of();
    } catch (RuntimeException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Stops the load; throws if a Pod failed. */
  void stop() throws InterruptedException {
    callers.shutdown();
    assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(failures).isEmpty();
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
