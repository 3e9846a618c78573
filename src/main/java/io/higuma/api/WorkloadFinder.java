package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.Surroundings;
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
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Finds the workloads of the cluster that changed settings would render differently, by rendering
 * one Pod of each with both settings.
 */
public final class WorkloadFinder implements WorkloadChanges.Finder {
  /** Limit of examined workloads. */
  static final int MAX_EXAMINED = 5_000;

  /** Limit of reported differences. */
  static final int MAX_REPORTED = 200;

  private static final Set<String> INJECTED_CONTAINERS =
      Arrays.stream(ContainerKind.values())
          .map(ContainerKind::containerName)
          .collect(Collectors.toUnmodifiableSet());

  private final ClusterInspection inspection;
  private final Function<Settings, InjectionContext> injections;

  /**
   * Creates a finder for this cluster.
   *
   * @param injections creates the injection context of settings, without provenance on Pods
   */
  public WorkloadFinder(
      ClusterInspection inspection, Function<Settings, InjectionContext> injections) {
    this.inspection = inspection;
    this.injections = injections;
  }

  /** The injections with both settings. */
  private record Comparison(WorkloadInjection before, WorkloadInjection after) {}

  @Override
  public WorkloadChanges between(Settings before, Settings after) {
    var now = inspection.surroundings();
    return compare(
        new Comparison(
            new WorkloadInjection(injections.apply(before), now),
            new WorkloadInjection(injections.apply(after), now)),
        _ -> {});
  }

  /**
   * Compares with the same settings, but with other objects in the cluster.
   *
   * @param after the objects after a change
   * @param examined gets the number of workloads examined so far
   */
  public WorkloadChanges between(Settings settings, Surroundings after, IntConsumer examined) {
    var injection = injections.apply(settings);
    return compare(
        new Comparison(
            new WorkloadInjection(injection, inspection.surroundings()),
            new WorkloadInjection(injection, after)),
        examined);
  }

  private WorkloadChanges compare(Comparison comparison, IntConsumer examined) {
    var pods = inspection.inspection();
    Map<Controller, Optional<WorkloadChange>> seen = new TreeMap<>();
    var tooMany = new boolean[1];
    inspection.forEachPod(
        "",
        stored -> {
          var pod = read(stored);
          if (pod.isPresent()) {
            var controller = Controller.of(pod.get());
            tooMany[0] |= seen.size() >= MAX_EXAMINED;
            if (seen.size() < MAX_EXAMINED && !seen.containsKey(controller)) {
              var original =
                  ClusterInspection.withStoredIdentity(pods.original(stored, pod.get()), stored);
              seen.put(controller, change(controller, original, comparison));
              examined.accept(seen.size());
            }
          }
        });
    List<WorkloadChange> changed = new ArrayList<>();
    seen.values().forEach(change -> change.ifPresent(changed::add));
    boolean complete = !tooMany[0] && changed.size() <= MAX_REPORTED;
    return new WorkloadChanges(
        seen.size(), complete, changed.stream().limit(MAX_REPORTED).toList());
  }

  private static Optional<AdmittedPod> read(JsonNode stored) {
    try {
      return Optional.of(PodReader.read(stored));
    } catch (PodReader.Malformed e) {
      return Optional.empty();
    }
  }

  private static Optional<WorkloadChange> change(
      Controller controller, JsonNode original, Comparison comparison) {
    var before = comparison.before().of(original, controller.namespace());
    var after = comparison.after().of(original, controller.namespace());
    // If the decision itself changes, only the decision is compared.
    boolean same = outcome(before).equals(outcome(after));
    var diff =
        UnifiedDiff.of(
            controller.toString(),
            same ? pod(before) : outcome(before),
            same ? pod(after) : outcome(after));
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

  /**
   * Masks the environment of the Pod: a caller who may read settings may not be allowed to read
   * Pods.
   */
  private static JsonNode withoutSecrets(JsonNode pod) {
    JsonNode masked = pod.deepCopy();
    for (var list : List.of("initContainers", "containers")) {
      for (var container : masked.path("spec").path(list)) {
        if (!INJECTED_CONTAINERS.contains(container.path("name").asText())) {
          container.path("env").forEach(WorkloadFinder::mask);
        }
      }
    }
    return masked;
  }

  private static void mask(JsonNode variable) {
    if (variable instanceof ObjectNode object && object.has("value")) {
      object.put("value", "***");
    }
  }
}
