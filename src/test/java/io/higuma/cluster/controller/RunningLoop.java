package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.RateLimit;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.KubeApi;
import io.higuma.testing.KubeUser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Control loop in this process, without webhooks. */
public final class RunningLoop implements AutoCloseable {
  static final String SYSTEM = "kuma-system";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final ClusterStores stores;
  private final DataplaneController loop;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private RunningLoop(KubernetesClient client, Settings settings, String identity) {
    this.client = client;
    ApiCalls api = new ApiCalls(client);
    var loops = new LoopSupervisor(meters, System::nanoTime);
    var options = DataplaneController.Options.of(settings, identity);
    this.stores = new ClusterStores(api, SYSTEM, options.dataplanes(), loops);
    this.loop =
        new DataplaneController(
            api, stores, options, meters, ReconcileListener.NONE, SentEventListener.NONE, loops);
    loop.start();
    stores.start();
  }

  /** Installs Kuma's CRDs and creates the system namespace. */
  static void prepare(KubeApi kube) {
    Path folder = Path.of("helm", "higuma", "crds");
    kube.kubectl("apply", "--server-side", "-f", folder.toString()).succeeded();
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
    kube.kubectl("create", "namespace", SYSTEM).succeeded();
  }

  /**
   * Starts a control loop with these settings; does not wait until it is the leader.
   *
   * @param client closed with the control loop
   */
  static RunningLoop start(KubernetesClient client, Map<String, String> environment) {
    return start(client, environment, "test_" + UUID.randomUUID());
  }

  /** Starts a control loop with this identity in the leader election. */
  static RunningLoop start(
      KubernetesClient client, Map<String, String> environment, String identity) {
    return new RunningLoop(client, settings(environment), identity);
  }

  /** Creates a client with all permissions for the API server at {@code url}. */
  public static KubernetesClient client(String url) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withOauthToken(KubeUser.ADMIN.token())
            .withTrustCerts(true)
            .build();
    return ClusterClients.of(config, RateLimit.NONE);
  }

  RunningLoop awaitLead() {
    Awaitility.await("leads").atMost(LIMIT).until(loop::isLeader);
    return this;
  }

  /** Changes the settings of the conversion. */
  void use(DataplaneSettings settings) {
    loop.use(settings);
  }

  boolean isLeader() {
    return loop.isLeader();
  }

  /** Whether no key is queued or being processed; delayed retries do not count. */
  boolean idle() {
    return gauge("higuma_workqueue_depth") == 0 && gauge("higuma_workqueue_working") == 0;
  }

  /** Whether the loop is the leader, has reconciled every Pod and is idle. */
  boolean settled() {
    long reconciles = meters.get("higuma_dataplane_reconcile_duration").timer().count();
    return isLeader() && reconciles >= stores.pods().store().size() && idle();
  }

  double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  double counter(String name) {
    return meters.get(name).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  double writes(String verb) {
    return meters.get("higuma_dataplane_writes").tag("verb", verb).counter().count();
  }

  ClusterStores stores() {
    return stores;
  }

  @Override
  public void close() {
    loop.close();
    stores.close();
    client.close();
  }

  private static Settings settings(Map<String, String> environment) {
    var all = new TreeMap<>(environment);
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(all).withSet(List.of()))) {
      case LoadedSettings.Valid(var settings, _, _) -> settings;
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }
}
