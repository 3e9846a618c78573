package io.higuma.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.AccessReviews;
import io.higuma.cluster.ApiCalls;
import io.higuma.cluster.ClusterPods;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.RateLimit;
import io.higuma.cluster.StoredNeighbours;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Injector;
import io.higuma.settings.Loaded;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.KubeApi;
import io.higuma.testing.KubeUser;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingKeyManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What one replica knows of the configuration, for an API server of the test's own. */
final class ConfigReplica implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FollowedConfig followed;
  private final Path file;

  private ConfigReplica(KubernetesClient client, Path file, Map<String, String> environment) {
    this.client = client;
    this.file = file;
    try {
      var sources =
          SettingsSources.none()
              .withFile("kuma-cp.conf.yaml", Files.readString(file))
              .withEnv(new TreeMap<>(environment));
      var loaded = (Loaded.Valid) SettingsLoader.load(sources);
      this.followed =
          FollowedConfig.start(
              new FollowedConfig.Start(sources, loaded, Optional.of(file)),
              settings -> List.of(),
              api(client),
              Clock.systemUTC(),
              meters,
              LoopSupervisor.uncounted());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one with the rights of the control plane, and waits until it knows the overrides. */
  static ConfigReplica start(KubeApi kube, Path file, Map<String, String> environment) {
    var replica = new ConfigReplica(kube.clientAs(KubeUser.CONTROL_PLANE), file, environment);
    Awaitility.await().atMost(LIMIT).until(() -> replica.followed.missing().isEmpty());
    return replica;
  }

  /** What the API works on. */
  ApiDoor.Rooms rooms(Optional<WorkloadChanges.Finder> workloads) {
    var keys = SelfSigned.create(List.of("localhost", "127.0.0.1"), Clock.systemUTC());
    var dataplanes = DataplaneSettings.of(followed.config().settings().current().settings());
    var stores =
        new ClusterStores(api(client), "kuma-system", dataplanes, LoopSupervisor.uncounted());
    var live =
        new LiveInspection(
            new ClusterPods(api(client)), new StoredSurroundings(stores), Optional::empty);
    return new ApiDoor.Rooms(
        followed.service(
            new ConfigService.Advice(
                settings ->
                    settings.runtime().kubernetes().injector().containerPatches().stream()
                        .filter(name -> name.startsWith("no-such"))
                        .map(name -> "there is no ContainerPatch " + name)
                        .toList(),
                workloads)),
        new WorkloadService(live, new DataplaneFactory(dataplanes), new StoredNeighbours(stores)),
        new Inventory(live, () -> false, Inventory.PERIOD, meters, LoopSupervisor.uncounted()),
        new AccessReviews(api(client)),
        new ServingKeyManager(() -> java.util.Optional.of(keys)));
  }

  private static ApiCalls api(KubernetesClient client) {
    return new ApiCalls(client, RateLimit.of(0, 0));
  }

  Injector injector() {
    return followed.config().settings().current().settings().runtime().kubernetes().injector();
  }

  FollowedConfig followed() {
    return followed;
  }

  Path file() {
    return file;
  }

  double metric(String name, String... tags) {
    return meters.get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Override
  public void close() {
    followed.close();
    client.close();
  }
}
