package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.api.ClusterInspection;
import io.higuma.api.ProblemException;
import io.higuma.api.WorkloadFinder;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.cache.LiveSurroundings;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.NamedPatch;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the workloads that a changed ContainerPatch would change, with the settings of the control
 * plane and the rights of the caller. Nothing is written.
 */
final class ContainerPatchDiff {
  private final ClusterAccess cluster;
  private final ConfigHttp controlPlane;

  ContainerPatchDiff(ClusterAccess cluster, ConfigHttp controlPlane) {
    this.cluster = cluster;
    this.controlPlane = controlPlane;
  }

  /**
   * The changed workloads, in the form of the API's {@code workloads}.
   *
   * @param resource the ContainerPatch after the change
   * @param progress shows the number of examined workloads
   * @throws CommandFailure if it is not valid, or the cluster cannot be read
   */
  JsonNode of(JsonNode resource, Progress progress) throws CommandFailure, InterruptedException {
    var settings = settings();
    var patch = patch(resource, settings.store().kubernetes().systemNamespace());
    try {
      var injection = ClusterExplanation.injection(settings, cluster.client());
      var api = new ApiCalls(cluster.client());
      var now = new CachedSurroundings(live(api, settings));
      return compare(settings, new ClusterPods(api), injection, now, patch, progress);
    } catch (IOException | ProblemException | Surroundings.LookupFailed e) {
      throw CommandFailure.usage("the cluster cannot be read: " + e.getMessage());
    }
  }

  private static Surroundings live(ApiCalls api, Settings settings) {
    return new LiveSurroundings(api, settings.store().kubernetes().systemNamespace());
  }

  private static JsonNode compare(
      Settings settings,
      ClusterPods pods,
      InjectionContext injection,
      CachedSurroundings now,
      NamedPatch patch,
      Progress progress) {
    var inspection = new ClusterInspection(pods, now, () -> Optional.of(injection));
    var changes =
        new WorkloadFinder(inspection, _ -> injection)
            .between(
                settings,
                now.with(patch),
                examined -> progress.show(examined + " workloads examined"));
    return new ObjectMapper().valueToTree(changes);
  }

  private Settings settings() throws CommandFailure {
    var all = controlPlane.get("/config").bodyOrFailure();
    var sources = SettingsSources.none().withFile("GET /config", all.toString());
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid(var violations, _) ->
          throw new CommandFailure(
              "the settings of the control plane are those of another version: "
                  + Violation.join(violations));
    };
  }

  private static NamedPatch patch(JsonNode resource, String systemNamespace) throws CommandFailure {
    var namespace = resource.at("/metadata/namespace").asText(systemNamespace);
    if (!namespace.equals(systemNamespace)) {
      throw CommandFailure.usage(
          "metadata.namespace: value '%s' is not valid: expected %s, where ContainerPatches belong"
              .formatted(namespace, systemNamespace));
    }
    var patch = NamedPatch.of(resource);
    var violations = ContainerPatches.check(patch);
    if (!violations.isEmpty()) {
      throw CommandFailure.usage(Violation.join(violations));
    }
    return patch;
  }
}
