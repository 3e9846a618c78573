package io.higuma.cli;

import io.higuma.cluster.ClusterClient;
import io.higuma.cluster.Finding;
import io.higuma.cluster.Key;
import io.higuma.cluster.Preflight;
import io.higuma.cluster.RateLimit;
import io.higuma.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster; apart from the command, so that other commands load no client. */
final class ClusterCheck {
  private ClusterCheck() {}

  /**
   * Everything that was found.
   *
   * @param settings those of the control plane
   * @param user whose rights are looked at; empty for those of who asks
   * @param namespace in which a Pod is tried
   * @throws IOException where the cluster cannot be asked
   */
  static List<Finding> run(Settings settings, Optional<String> user, String namespace)
      throws IOException, InterruptedException {
    var kubernetes = settings.runtime().kubernetes();
    var service =
        new Key(
            settings.store().kubernetes().systemNamespace(), kubernetes.controlPlaneServiceName());
    boolean ownAuthority =
        kubernetes.admissionServer().certDir().isEmpty()
            && settings.general().tlsCertFile().isEmpty();
    var vertx = EventLoops.start();
    try (var client = ClusterClient.connect(vertx, ClusterClient.config())) {
      var api = client.calls(RateLimit.of(0, 0));
      var target = new Preflight.Target(service, user, namespace, ownAuthority);
      return new Preflight(api, target, Clock.systemUTC()).run();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
