package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;
import io.higuma.inject.PatchValidator;
import io.higuma.inject.PatchedSurroundings;
import io.higuma.inject.Surroundings;
import io.higuma.inject.workload.WorkloadInjection;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.UnifiedDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tries a ContainerPatch that is not in the cluster: reviews it as the webhook does, and renders
 * the containers of one workload with and without it. Changes nothing.
 */
public final class PatchDrafts {
  /** Maximum length of a draft in characters, as of a field of a form. */
  public static final int MAX_LENGTH = 200_000;

  private static final String KEY = Annotations.CONTAINER_PATCHES.name();
  private static final Set<String> LISTS = Set.of("sidecarPatch", "initPatch");
  private static final Set<String> CONTAINERS =
      Arrays.stream(ContainerKind.values())
          .map(ContainerKind::containerName)
          .collect(Collectors.toUnmodifiableSet());

  private final ClusterInspection inspection;
  private final WorkloadService workloads;

  /** Creates the service. */
  public PatchDrafts(ClusterInspection inspection, WorkloadService workloads) {
    this.inspection = inspection;
    this.workloads = workloads;
  }

  /**
   * Result for one draft.
   *
   * @param violations why it cannot be applied; empty if it can
   * @param warnings sentences about it
   * @param diff the injected containers of the workload without and with the draft, as a unified
   *     diff of YAML; empty if there is no workload, no difference, or a violation
   */
  public record Result(List<Violation> violations, List<String> warnings, String diff) {
    /** Copies the lists. */
    public Result {
      violations = List.copyOf(violations);
      warnings = List.copyOf(warnings);
    }

    static Result bad(Violation violation) {
      return new Result(List.of(violation), List.of(), "");
    }
  }

  /**
   * Tries a draft.
   *
   * @param yaml a ContainerPatch as YAML or JSON
   * @param workload whose containers are rendered; empty to only review the draft
   * @throws ProblemException if the workload does not exist or cannot be read
   */
  public Result attempt(String yaml, Optional<WorkloadQuery.InCluster> workload) {
    if (yaml.length() > MAX_LENGTH) {
      return Result.bad(
          new Violation("", "too_long", "expected at most " + MAX_LENGTH + " characters"));
    }
    return switch (KubernetesYaml.read(yaml)) {
      case Parsed.Bad<KubernetesYaml.Document>(var violation) -> Result.bad(violation);
      case Parsed.Good<KubernetesYaml.Document>(var document) -> {
        var violations = shape(document.root());
        yield violations.isEmpty()
            ? review(NamedPatch.of(document.root()), document.warnings(), workload)
            : new Result(violations, document.warnings(), "");
      }
    };
  }

  /** What the API server rejects before the webhook sees the object, as far as it is likely. */
  private static List<Violation> shape(JsonNode root) {
    var violations = new ArrayList<Violation>();
    var kind = root.path("kind").asText("");
    if (!kind.equals("ContainerPatch")) {
      violations.add(
          new Violation(
              "kind", "bad_kind", "value '" + kind + "' is not valid: expected ContainerPatch"));
    }
    var name = root.path("metadata").path("name").asText("");
    if (KubernetesName.DNS_SUBDOMAIN.read("metadata.name", name)
        instanceof Parsed.Bad<String>(var violation)) {
      violations.add(violation);
    }
    for (var member : root.path("spec").properties()) {
      var path = "spec." + member.getKey();
      if (!LISTS.contains(member.getKey())) {
        violations.add(
            new Violation(path, "unknown_key", "no such key: expected sidecarPatch or initPatch"));
      } else if (!member.getValue().isArray()) {
        violations.add(
            new Violation(
                path,
                "not_a_list",
                "value '" + member.getValue() + "' is not valid: expected a list of operations"));
      }
    }
    return violations;
  }

  private Result review(
      NamedPatch draft, List<String> notes, Optional<WorkloadQuery.InCluster> workload) {
    var cluster = new PatchedSurroundings(inspection.surroundings(), draft);
    var review = new PatchValidator(inspection.context()).review(draft, cluster);
    var warnings = new ArrayList<>(notes);
    warnings.addAll(review.warnings());
    return review.violations().isEmpty() && workload.isPresent()
        ? rendered(draft, cluster, workload.get(), warnings)
        : new Result(review.violations(), warnings, "");
  }

  private Result rendered(
      NamedPatch draft,
      Surroundings cluster,
      WorkloadQuery.InCluster workload,
      List<String> warnings) {
    var document = workloads.document(workload);
    var namespace = workload.namespace();
    var before = WorkloadService.inject(inspection.injection(), document, namespace);
    var after =
        WorkloadService.inject(
            inspection.injection(cluster), using(draft.name(), document, before), namespace);
    var violations = new ArrayList<Violation>();
    for (var outcome : after.outcomes()) {
      if (outcome.decision() instanceof Decision.Reject reject) {
        violations.addAll(reject.violations());
      } else if (outcome.decision() instanceof Decision.Skip skip) {
        warnings.add(outcome.workload() + " gets no sidecar: " + skip.message());
      }
    }
    var diff =
        violations.isEmpty()
            ? UnifiedDiff.of("containers.yaml", containers(before), containers(after))
            : "";
    return new Result(violations, warnings, diff);
  }

  /** Adds the draft to the patches that the workload names or gets by default. */
  private JsonNode using(String draft, JsonNode document, WorkloadInjection.Result result) {
    var copy = document.deepCopy();
    for (var outcome : result.outcomes()) {
      var pod = (ObjectNode) copy.at(outcome.workload().podPointer());
      var annotation = pod.path("metadata").path("annotations").path(KEY);
      var names =
          new ArrayList<>(
              annotation.isTextual()
                  ? Arrays.stream(annotation.asText().split(",", -1))
                      .map(String::strip)
                      .filter(name -> !name.isEmpty())
                      .toList()
                  : inspection
                      .context()
                      .settings()
                      .runtime()
                      .kubernetes()
                      .injector()
                      .containerPatches());
      if (!names.contains(draft)) {
        names.add(draft);
        pod.withObject("/metadata/annotations").put(KEY, String.join(",", names));
      }
    }
    return copy;
  }

  /** The injected containers as YAML. */
  private static String containers(WorkloadInjection.Result result) {
    var text = new StringBuilder();
    for (var outcome : result.outcomes()) {
      var spec = result.after().at(outcome.workload().podPointer()).path("spec");
      for (var list : List.of("initContainers", "containers")) {
        for (var container : spec.path(list)) {
          if (CONTAINERS.contains(container.path("name").asText())) {
            text.append("# ").append(list).append('\n').append(YamlText.of(container));
          }
        }
      }
    }
    return text.toString();
  }
}
