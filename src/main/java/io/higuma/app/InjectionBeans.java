package io.higuma.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.api.FollowedConfig;
import io.higuma.cluster.ApiCalls;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.ControlLoop;
import io.higuma.cluster.ServerVersion;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What calls of the webhook are decided by. */
final class InjectionBeans {

  @Produces
  @Singleton
  StoredSurroundings stored(ClusterStores stores) {
    return new StoredSurroundings(stores);
  }

  /** Begins to read certificates when it is asked for. */
  @Produces
  @Singleton
  Certificates certificates(
      Settings settings,
      ApiCalls calls,
      KubernetesClient client,
      ControlLoop loop,
      CertificateLifetimes lifetimes,
      LoopSupervisor loops,
      MeterRegistry meters)
      throws CannotStart {
    return Certificates.start(
        new Certificates.Parts(settings, calls, client, loop::leads, lifetimes.lives(), loops),
        meters);
  }

  /** Begins to ask for the API server's version when it is asked for. */
  @Produces
  @Singleton
  LiveRules rules(
      FollowedConfig config,
      KubernetesClient client,
      Certificates certificates,
      LoopSupervisor loops) {
    var version = ServerVersion.ask(client, loops);
    return new LiveRules(config.config(), version, certificates.webhook(), loops);
  }

  @Produces
  @Singleton
  WorkloadWatch workloads(
      KubernetesClient client,
      ClusterStores stores,
      ControlLoop loop,
      LiveRules rules,
      ProcessIdentity identity,
      MeterRegistry meters,
      LoopSupervisor loops) {
    return new WorkloadWatch(
        new WorkloadWatch.Parts(
            client, stores, loop, rules::current, identity.name(), meters, loops));
  }
}
