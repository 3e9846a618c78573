package io.higuma.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.RateLimit;
import io.higuma.cluster.client.StartupLimiter;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.cluster.controller.ReconcileListener;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.config.FollowedConfig;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.kuma.KumaResource;
import io.higuma.kuma.Mesh;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * CDI producers of the Kubernetes client, informers and controllers. Nothing is started here,
 * except {@link #config}.
 */
@RegisterForReflection(
    targets = {
      KumaResource.class,
      Mesh.class,
      DataplaneInsight.class,
      ContainerPatch.class,
      ContainerPatch.Spec.class,
      ContainerPatch.Operation.class,
      ContainerPatch.Status.class
    })
final class ClusterBeans {

  @Produces
  @Singleton
  ProcessIdentity identity() {
    return Launch.find().map(Launch::identity).orElseGet(ProcessIdentity::create);
  }

  @Produces
  @Singleton
  FollowedConfig.Start settingsAtStart() {
    return Launch.settings();
  }

  /** The settings at the start of the process. */
  @Produces
  @Singleton
  Settings settings(FollowedConfig.Start start) {
    return start.loaded().settings();
  }

  @Produces
  @Singleton
  LoopSupervisor loops(MeterRegistry meters) {
    return new LoopSupervisor(meters, System::nanoTime);
  }

  /** The producer of Quarkus reads a kubeconfig twice, and after everything else. */
  @Produces
  @Singleton
  Config connection() {
    return Launch.clusterConnection();
  }

  @Produces
  @Singleton
  KubernetesClient client(Config config, Settings settings) {
    var limits = settings.runtime().kubernetes().clientConfig();
    return ClusterClients.of(config, RateLimit.of(limits.qps(), limits.burstQps()));
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }

  @Produces
  @Singleton
  StartupLimiter startupLimiter() {
    return new StartupLimiter();
  }

  @Produces
  @Singleton
  ApiCalls calls(KubernetesClient client, StartupLimiter startupLimiter) {
    return new ApiCalls(client, startupLimiter);
  }

  @Produces
  @ApplicationScoped
  AccessReviews reviews(KubernetesClient client) {
    return new AccessReviews(client);
  }

  @Produces
  @Singleton
  DataplaneController.Options options(Settings settings, ProcessIdentity identity) {
    return DataplaneController.Options.of(settings, identity.name());
  }

  @Produces
  @Singleton
  ClusterStores stores(
      ApiCalls calls,
      Settings settings,
      DataplaneController.Options options,
      LoopSupervisor loops) {
    var system = settings.store().kubernetes().systemNamespace();
    return new ClusterStores(calls, system, options.dataplanes(), loops);
  }

  @Produces
  @Singleton
  DataplaneController dataplaneController(
      ApiCalls calls,
      ClusterStores stores,
      DataplaneController.Options options,
      MeterRegistry meters,
      ReconcileListener reconcileListener,
      SentEventListener eventListener,
      LoopSupervisor loops) {
    return new DataplaneController(
        calls, stores, options, meters, reconcileListener, eventListener, loops);
  }

  /** Starts to watch for changes when the bean is created. */
  @Produces
  @Singleton
  FollowedConfig config(
      FollowedConfig.Start start, ApiCalls calls, MeterRegistry meters, LoopSupervisor loops) {
    return FollowedConfig.start(
        start, SidecarTrust::violations, calls, Clock.systemUTC(), meters, loops);
  }
}
