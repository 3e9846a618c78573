package io.higuma.app;

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
      ControlLoop loop,
      CertificateLifetimes lifetimes,
      LoopSupervisor loops,
      MeterRegistry meters)
      throws CannotStart {
    return Certificates.start(
        new Certificates.Parts(settings, calls, loop::leads, lifetimes.lives(), loops), meters);
  }

  /** Begins to ask for the API server's version when it is asked for. */
  @Produces
  @Singleton
  LiveRules rules(
      FollowedConfig config, ApiCalls calls, Certificates certificates, LoopSupervisor loops) {
    var version = ServerVersion.ask(calls, loops);
    return new LiveRules(config.config(), version, certificates.webhook(), loops);
  }

  @Produces
  @Singleton
  WorkloadWatch workloads(
      ApiCalls calls,
      ClusterStores stores,
      ControlLoop loop,
      LiveRules rules,
      ProcessIdentity identity,
      MeterRegistry meters,
      LoopSupervisor loops) {
    return new WorkloadWatch(
        new WorkloadWatch.Parts(
            calls, stores, loop, rules::current, identity.name(), meters, loops));
  }
}
