package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.workload.Controller;
import io.higuma.inject.workload.WorkloadInjection;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.UnifiedDiff;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out which workloads of the cluster other settings would render differently, by rendering
 * one Pod of each under both.
 */
public final class WorkloadFinder implements WorkloadChanges.Finder {
  /** How many workloads are looked at. */
  static final int MOST_EXAMINED = 5_000;

  /** How many differences are told. */
  static final int MOST_TOLD = 200;

  private static final Set<String> OURS =
      Arrays.stream(ContainerKind.values())
          .map(ContainerKind::containerName)
          .collect(Collectors.toUnmodifiableSet());

  private final ClusterInspection live;
  private final Function<Settings, InjectionContext> injections;

  /**
   * Looks at this cluster.
   *
   * @param injections what decisions are made under with these settings, without a mark on Pods
   */
  public WorkloadFinder(ClusterInspection live, Function<Settings, InjectionContext> injections) {
    this.live = live;
    this.injections = injections;
  }

  /** What Pods become under each of two settings. */
  private record Both(WorkloadInjection before, WorkloadInjection after) {}

  @Override
  public WorkloadChanges between(Settings before, Settings after) {
    var both =
        new Both(
            new WorkloadInjection(injections.apply(before), live.around()),
            new WorkloadInjection(injections.apply(after), live.around()));
    var inspection = live.inspection();
    Map<Controller, Optional<WorkloadChange>> seen = new TreeMap<>();
    var tooMany = new boolean[1];
    live.forEachPod(
        "",
        stored -> {
          var pod = read(stored);
          if (pod.isPresent()) {
            var controller = Controller.of(pod.get());
            tooMany[0] |= seen.size() >= MOST_EXAMINED;
            if (seen.size() < MOST_EXAMINED && !seen.containsKey(controller)) {
              var original =
                  ClusterInspection.named(inspection.original(stored, pod.get()), stored);
              seen.put(controller, change(controller, original, both));
            }
          }
        });
    List<WorkloadChange> changed = new ArrayList<>();
    seen.values().forEach(change -> change.ifPresent(changed::add));
    boolean complete = !tooMany[0] && changed.size() <= MOST_TOLD;
    return new WorkloadChanges(seen.size(), complete, changed.stream().limit(MOST_TOLD).toList());
  }

  private static Optional<AdmittedPod> read(JsonNode stored) {
    try {
      return Optional.of(PodReader.read(stored));
    } catch (PodReader.Malformed e) {
      return Optional.empty();
    }
  }

  private static Optional<WorkloadChange> change(
      Controller controller, JsonNode original, Both both) {
    var was = both.before().of(original, controller.namespace());
    var is = both.after().of(original, controller.namespace());
    // Where all of it comes or goes, that is enough to know.
    boolean same = outcome(was).equals(outcome(is));
    var diff =
        UnifiedDiff.of(
            controller.toString(), same ? pod(was) : outcome(was), same ? pod(is) : outcome(is));
    return diff.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WorkloadChange(
                controller.namespace(), controller.kind() + "/" + controller.name(), diff));
  }

  private static String outcome(WorkloadInjection.Result result) {
    return result.outcomes().stream()
        .map(outcome -> outcome(outcome.decision()))
        .collect(Collectors.joining());
  }

  private static String outcome(Decision decision) {
    return switch (decision) {
      case Decision.Inject inject -> "injected into mesh " + inject.mesh() + "\n";
      case Decision.Skip skip -> "skipped: " + skip.reason().code() + "\n";
      case Decision.Reject reject ->
          "refused: " + reject.reason().code() + ": " + reject.message() + "\n";
    };
  }

  private static String pod(WorkloadInjection.Result result) {
    return YamlText.of(withoutSecrets(result.after()));
  }

  /** Who may see settings need not be allowed to see what Pods are given. */
  private static JsonNode withoutSecrets(JsonNode pod) {
    JsonNode shown = pod.deepCopy();
    for (var list : List.of("initContainers", "containers")) {
      for (var container : shown.path("spec").path(list)) {
        if (!OURS.contains(container.path("name").asText())) {
          container.path("env").forEach(WorkloadFinder::mask);
        }
      }
    }
    return shown;
  }

  private static void mask(JsonNode variable) {
    if (variable instanceof ObjectNode object && object.has("value")) {
      object.put("value", "***");
    }
  }
}
