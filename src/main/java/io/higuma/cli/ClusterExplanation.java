package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.api.ClusterInspection;
import io.higuma.api.WorkloadService;
import io.higuma.cli.ConfigConnection.Impossible;
import io.higuma.cli.offline.DocumentRelatedObjects;
import io.higuma.cluster.cache.LiveSurroundings;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.cluster.client.ClusterSnapshot;
import io.higuma.cluster.client.ServerVersion;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.inject.InjectionContext;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Explains a Pod of the cluster; apart from the command, so that others load no client. */
final class ClusterExplanation {
  private static final long VERSION_SECONDS = 10;

  private ClusterExplanation() {}

  /**
   * The explanation, in the form of the API.
   *
   * @param settings those of the control plane
   * @param terminal where it is said what cannot be read
   * @throws Impossible where there is no such Pod, or the cluster cannot be asked
   */
  static JsonNode of(Settings settings, String namespace, String name, Terminal terminal)
      throws Impossible, InterruptedException {
    Logs.hold();
    try (var client = ClusterClients.ofEnvironment()) {
      var api = new ApiCalls(client);
      var snapshot =
          ClusterSnapshot.ofPod(api, namespace, name)
              .orElseThrow(
                  () ->
                      Impossible.misused(
                          "there is no Pod "
                              + name
                              + " that you may see in namespace "
                              + namespace));
      snapshot.notes().forEach(note -> terminal.say("warning", note));
      return service(
              settings,
              client,
              api,
              new DocumentRelatedObjects(snapshot.objects(), namespace, false))
          .explainPod(namespace, name);
    } catch (IOException e) {
      throw Impossible.misused("the cluster cannot be asked: " + e.getMessage());
    }
  }

  private static WorkloadService service(
      Settings settings, KubernetesClient client, ApiCalls api, DocumentRelatedObjects neighbours)
      throws IOException, InterruptedException {
    var injection = injection(settings, client);
    var around = new LiveSurroundings(api, settings.store().kubernetes().systemNamespace());
    return new WorkloadService(
        new ClusterInspection(new ClusterPods(api), around, () -> Optional.of(injection)),
        new DataplaneFactory(DataplaneSettings.of(settings)),
        neighbours);
  }

  /** Without the certificate of the control plane, which only that knows. */
  private static InjectionContext injection(Settings settings, KubernetesClient client)
      throws IOException, InterruptedException {
    var asked = ServerVersion.ask(client, LoopSupervisor.uncounted());
    try {
      var version = asked.get(VERSION_SECONDS, TimeUnit.SECONDS);
      boolean wanted = settings.runtime().kubernetes().injector().sidecarContainers();
      return new InjectionContext(settings, wanted && version.hasNativeSidecars(), "");
    } catch (ExecutionException | TimeoutException e) {
      asked.cancel(true);
      throw new IOException("the API server does not say its version", e);
    }
  }
}
