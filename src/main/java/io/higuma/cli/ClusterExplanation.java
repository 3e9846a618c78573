package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.api.ClusterInspection;
import io.higuma.api.WorkloadService;
import io.higuma.cli.ConfigConnection.CommandFailure;
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

/** Explains a Pod of the cluster. Not in the command, so that other commands load no client. */
final class ClusterExplanation {
  private static final long VERSION_SECONDS = 10;

  private ClusterExplanation() {}

  /**
   * Returns the explanation in the API's format.
   *
   * @param settings of the control plane
   * @param terminal receives a warning for each object that cannot be read
   * @throws CommandFailure if there is no such Pod, or the cluster cannot be reached
   */
  static JsonNode of(Settings settings, String namespace, String name, Terminal terminal)
      throws CommandFailure, InterruptedException {
    Logs.hold();
    try (var client = ClusterClients.ofEnvironment()) {
      var api = new ApiCalls(client);
      var snapshot =
          ClusterSnapshot.ofPod(api, namespace, name)
              .orElseThrow(
                  () ->
                      CommandFailure.usage(
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
      throw CommandFailure.usage("the cluster cannot be reached: " + e.getMessage());
    }
  }

  private static WorkloadService service(
      Settings settings, KubernetesClient client, ApiCalls api, DocumentRelatedObjects related)
      throws IOException, InterruptedException {
    var injection = injection(settings, client);
    var surroundings = new LiveSurroundings(api, settings.store().kubernetes().systemNamespace());
    return new WorkloadService(
        new ClusterInspection(new ClusterPods(api), surroundings, () -> Optional.of(injection)),
        new DataplaneFactory(DataplaneSettings.of(settings)),
        related);
  }

  /** Without the control plane's certificate, which only the control plane has. */
  static InjectionContext injection(Settings settings, KubernetesClient client)
      throws IOException, InterruptedException {
    var request = ServerVersion.fetch(client, LoopSupervisor.uncounted());
    try {
      var version = request.get(VERSION_SECONDS, TimeUnit.SECONDS);
      boolean wanted = settings.runtime().kubernetes().injector().sidecarContainers();
      return new InjectionContext(settings, wanted && version.hasNativeSidecars(), "");
    } catch (ExecutionException | TimeoutException e) {
      request.cancel(true);
      throw new IOException("the API server does not return its version", e);
    }
  }
}
