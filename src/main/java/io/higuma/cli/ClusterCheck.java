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

/** Runs the preflight checks. Not in the command, so that other commands load no client. */
final class ClusterCheck {
  private static final String DEFAULT_NAME = "kuma";
  private static final String SUFFIX = "-control-plane";

  private ClusterCheck() {}

  /**
   * Options of the check.
   *
   * @param user whose permissions are checked; empty for the caller
   * @param namespace of the dry-run Pod
   * @param name the chart's {@code nameOverride}
   * @param service the chart's {@code controlPlane.service.name}; empty for its default
   */
  record Options(Optional<String> user, String namespace, String name, Optional<String> service) {}

  /** All results, and what was still missing when the time to wait was over. */
  record Results(List<CheckResult> all, Optional<String> missing) {}

  /**
   * Runs the checks, after a wait if one is given.
   *
   * @param settings of the control plane
   * @param options of the command line
   * @param wait waits until the installation is ready; empty: checks at once
   * @throws IOException if the cluster cannot be reached
   */
  static Results run(Settings settings, Options options, Optional<ReadyWait> wait)
      throws IOException, InterruptedException {
    var target = target(settings, options);
    try (var client = ClusterClients.ofEnvironment()) {
      var api = new ApiCalls(client);
      var preflight = new Preflight(api, target, Clock.systemUTC());
      var missing =
          wait.isPresent() ? wait.get().until(() -> missing(preflight)) : Optional.<String>empty();
      return new Results(preflight.run(), missing);
    }
  }

  /** Also a cluster that does not answer may do so later. */
  private static Optional<String> missing(Preflight preflight) {
    try {
      return preflight.pending();
    } catch (IOException e) {
      return Optional.of("the cluster cannot be reached: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Preflight.Target target(Settings settings, Options options) {
    var kubernetes = settings.runtime().kubernetes();
    boolean isDefault = options.name().equals(DEFAULT_NAME);
    var service =
        options
            .service()
            .orElse(isDefault ? kubernetes.controlPlaneServiceName() : options.name() + SUFFIX);
    var namespace = settings.store().kubernetes().systemNamespace();
    boolean noFiles =
        kubernetes.admissionServer().certDir().isEmpty()
            && settings.general().tlsCertFile().isEmpty();
    // Higuma issues its own certificates only if sidecars call the Service of this name.
    var names = new WebhookNames(options.name());
    boolean managesBundles =
        WebhookNames.ofService(kubernetes.controlPlaneServiceName()).equals(names);
    return new Preflight.Target(
        new ObjectKey(namespace, service),
        new ObjectKey(namespace, options.name() + SUFFIX),
        options.user(),
        options.namespace(),
        names,
        managesBundles,
        managesBundles && noFiles,
        !settings.meshDefaults().skipMeshCreation(),
        settings.experimental().inboundTagsDisabled());
  }
}
