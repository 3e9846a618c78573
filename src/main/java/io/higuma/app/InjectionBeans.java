package io.higuma.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.CachedSurroundings;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ServerVersion;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** CDI producers of the webhook's dependencies. */
final class InjectionBeans {

  @Produces
  @Singleton
  CachedSurroundings stored(ClusterStores stores) {
    return new CachedSurroundings(stores);
  }

  /** Starts to read certificates when the bean is created. */
  @Produces
  @Singleton
  Certificates certificates(
      Settings settings,
      ApiCalls calls,
      KubernetesClient client,
      DataplaneController controller,
      CertificateLifetimes lifetimes,
      LoopSupervisor loops,
      MeterRegistry meters)
      throws StartupException {
    return Certificates.start(
        new Certificates.Parts(
            settings, calls, client, controller::isLeader, lifetimes.lifetimes(), loops),
        meters);
  }

  /** Starts to read the API server's version when the bean is created. */
  @Produces
  @Singleton
  CurrentRules rules(
      FollowedConfig config,
      KubernetesClient client,
      Certificates certificates,
      LoopSupervisor loops) {
    var version = ServerVersion.fetch(client, loops);
    return new CurrentRules(config.config(), version, certificates.webhook(), loops);
  }

  @Produces
  @Singleton
  WorkloadObserver workloads(
      KubernetesClient client,
      ClusterStores stores,
      DataplaneController controller,
      CurrentRules rules,
      ProcessIdentity identity,
      SentEventListener eventListener,
      MeterRegistry meters,
      LoopSupervisor loops) {
    return new WorkloadObserver(
        new WorkloadObserver.Parts(
            client,
            stores,
            controller,
            rules::current,
            identity.name(),
            eventListener,
            meters,
            loops));
  }
}
