package io.higuma.cli;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.controller.WebhookNames;
import io.higuma.cluster.preflight.CheckResult;
import io.higuma.cluster.preflight.Preflight;
import io.higuma.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster; apart from the command, so that other commands load no client. */
final class ClusterCheck {
  private static final String USUAL_NAME = "kuma";

  private ClusterCheck() {}

  /**
   * What is asked for.
   *
   * @param user whose rights are looked at; empty for those of who asks
   * @param namespace in which a Pod is tried
   * @param name the chart's {@code nameOverride}
   */
  record Asked(Optional<String> user, String namespace, String name) {}

  /**
   * Everything that was found.
   *
   * @param settings those of the control plane
   * @param asked what else the command line says
   * @throws IOException where the cluster cannot be asked
   */
  static List<CheckResult> run(Settings settings, Asked asked)
      throws IOException, InterruptedException {
    var target = target(settings, asked);
    try (var client = ClusterClients.ofEnvironment()) {
      var api = new ApiCalls(client);
      return new Preflight(api, target, Clock.systemUTC()).run();
    }
  }

  private static Preflight.Target target(Settings settings, Asked asked) {
    var kubernetes = settings.runtime().kubernetes();
    boolean isUsual = asked.name().equals(USUAL_NAME);
    var service = isUsual ? kubernetes.controlPlaneServiceName() : asked.name() + "-control-plane";
    boolean noFiles =
        kubernetes.admissionServer().certDir().isEmpty()
            && settings.general().tlsCertFile().isEmpty();
    // Only where sidecars call the Service of this name Higuma makes its own certificates.
    var names = new WebhookNames(asked.name());
    boolean keepsBundles =
        WebhookNames.ofService(kubernetes.controlPlaneServiceName()).equals(names);
    return new Preflight.Target(
        new ObjectKey(settings.store().kubernetes().systemNamespace(), service),
        asked.user(),
        asked.namespace(),
        names,
        keepsBundles,
        keepsBundles && noFiles,
        !settings.meshDefaults().skipMeshCreation());
  }
}
