package io.higuma.cluster.client;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Reads the version of the API server. */
public final class ServerVersion {
  private static final Logger LOG = Logger.getLogger(ServerVersion.class);
  private static final Backoff RETRY =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> 0.5);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private ServerVersion() {}

  /**
   * Reads the API server's version in the background, with retries until it responds.
   *
   * @param loops supervises the background loop
   * @return completes exceptionally only if the response has no valid version
   */
  public static CompletableFuture<KubernetesVersion> fetch(
      KubernetesClient client, LoopSupervisor loops) {
    var answer = new CompletableFuture<KubernetesVersion>();
    var failures = new AtomicInteger();
    loops.loop("server version", HEARTBEAT_LIMIT, _ -> readOnce(client, answer, failures)).start();
    return answer;
  }

  private static NextRun readOnce(
      KubernetesClient client, CompletableFuture<KubernetesVersion> answer, AtomicInteger failures)
      throws InterruptedException {
    if (answer.isDone()) {
      return NextRun.end();
    }
    try {
      var info = TypedCalls.call(client::getKubernetesVersion);
      switch (KubernetesVersion.of(info.getMajor(), info.getMinor())) {
        case Parsed.Good<KubernetesVersion>(var version) -> answer.complete(version);
        case Parsed.Bad<KubernetesVersion>(var violation) ->
            answer.completeExceptionally(new IllegalStateException(violation.toString()));
      }
      return NextRun.end();
    } catch (IOException e) {
      var pause = RETRY.after(failures.incrementAndGet());
      LOG.debugf(e, "the version of the API server could not be read, retrying in %s", pause);
      return NextRun.in(pause);
    }
  }
}
