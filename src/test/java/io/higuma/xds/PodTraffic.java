package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Requests that a {@link PodClient} sends one after the other while a test changes the cluster.
 *
 * @param client its program
 */
record PodTraffic(PodProgram client) {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Requests that are sent between two changes. */
  private static final int SOME = 100;

  /** Sends requests until {@link #end}; returns when some were answered. */
  static PodTraffic begin(PodProgram client, String url) {
    assertThat(client.ask("load " + url)).isEqualTo("running");
    PodTraffic traffic = new PodTraffic(client);
    traffic.awaitMore();
    return traffic;
  }

  /** Waits until more requests were answered. */
  void awaitMore() {
    int before = Integer.parseInt(client.ask("good"));
    Awaitility.await()
        .atMost(SOON)
        .until(() -> Integer.parseInt(client.ask("good")) > before + SOME);
  }

  /** Ends it after some more requests; none may have failed. */
  void end() {
    awaitMore();
    assertThat(client.ask("stop")).startsWith("0 failed of ");
  }
}
