package io.higuma.gui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.api.ConfigService;
import io.higuma.api.Inventory;
import io.higuma.api.PatchDrafts;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.api.WorkloadQuery;
import io.higuma.api.YamlText;
import io.higuma.api.status.PatchInspection;
import io.higuma.api.status.PatchesView;
import io.higuma.gui.PatchEditor.Result;
import io.higuma.gui.PatchEditor.Row;
import io.higuma.kuma.Violation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prepares ContainerPatches and drafts of them for the templates. */
@Singleton
final class PatchViews {
  /** How many workloads the list in the editor offers; another can be written. */
  private static final int OFFERED = 200;

  private static final String EXAMPLE =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata:
        name: my-patch
        namespace: SYSTEM
      spec:
        sidecarPatch:
          - op: add
            path: /resources/requests/cpu
            value: '"100m"'
      """;

  private final Inventory inventory;
  private final WorkloadViews workloads;
  private final PatchDrafts drafts;
  private final PatchInspection patches;
  private final ConfigService config;

  @Inject
  PatchViews(
      Inventory inventory,
      WorkloadViews workloads,
      PatchDrafts drafts,
      PatchInspection patches,
      ConfigService config) {
    this.inventory = inventory;
    this.workloads = workloads;
    this.drafts = drafts;
    this.patches = patches;
    this.config = config;
  }

  /** The editor with the stored patch of this name, or with an example. */
  PatchEditor opened(Page page, String name, String workload) {
    var all = patches.all().patches();
    var text =
        name.isEmpty()
            ? EXAMPLE.replace("SYSTEM", systemNamespace())
            : all.stream()
                .filter(patch -> patch.name().equals(name))
                .findFirst()
                .map(this::yaml)
                .orElseThrow(
                    () ->
                        new ProblemException(
                            Problem.Kind.NOT_FOUND, "there is no ContainerPatch " + name));
    return editor(page, all, text, workload);
  }

  private String systemNamespace() {
    return config.settings().store().kubernetes().systemNamespace();
  }

  /** The resource with what injection reads of it. */
  private String yaml(PatchesView.Patch patch) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "kuma.io/v1alpha1")
            .put("kind", "ContainerPatch");
    json.putObject("metadata").put("name", patch.name()).put("namespace", systemNamespace());
    var spec = json.putObject("spec");
    addOperations(spec, "sidecarPatch", patch.sidecarPatch());
    addOperations(spec, "initPatch", patch.initPatch());
    return YamlText.of(json);
  }

  private static void addOperations(
      ObjectNode spec, String list, List<PatchesView.Operation> operations) {
    if (operations.isEmpty()) {
      return;
    }
    var array = spec.putArray(list);
    for (var operation : operations) {
      var json = array.addObject().put("op", operation.op()).put("path", operation.path());
      operation.from().ifPresent(from -> json.put("from", from));
      operation.value().ifPresent(value -> json.put("value", value));
    }
  }

  private static Row row(Page page, PatchesView.Patch patch) {
    var reasons = new ArrayList<String>();
    patch.violations().forEach(violation -> reasons.add(violation.text()));
    reasons.addAll(patch.warnings());
    if (patch.isDefault()) {
      reasons.add("Pods that name no patches get it (injector.containerPatches)");
    }
    patch
        .namespaces()
        .ifPresent(names -> reasons.add("only for namespaces " + String.join(", ", names)));
    var href = Links.query(page.href(View.PATCHES), Map.of("name", patch.name()));
    return new Row(patch.name(), href, patch.status(), reasons, patch.users(), patch.workloads());
  }

  /** The editor with a draft. */
  PatchEditor draft(Page page, String draft, String workload) {
    return editor(page, patches.all().patches(), draft, workload);
  }

  private PatchEditor editor(
      Page page, List<PatchesView.Patch> all, String draft, String workload) {
    var rows = all.stream().map(patch -> row(page, patch)).toList();
    var offered =
        inventory.recent().workloads().stream()
            .limit(OFFERED)
            .map(found -> found.namespace() + "/" + found.kind() + "/" + found.name())
            .toList();
    return new PatchEditor(rows, draft, workload, offered, result(draft, workload));
  }

  private Result result(String draft, String workload) {
    try {
      var result = drafts.attempt(draft, reference(workload));
      var problems = result.violations().stream().map(Violation::toString).toList();
      return new Result(
          sentence(result, workload),
          !problems.isEmpty(),
          problems,
          result.warnings(),
          DiffLine.of(result.diff()));
    } catch (ProblemException e) {
      return new Result(
          "The workload cannot be rendered.", true, List.of(e.detail()), List.of(), List.of());
    }
  }

  private static String sentence(PatchDrafts.Result result, String workload) {
    if (!result.violations().isEmpty()) {
      return "The patch cannot be applied.";
    }
    if (workload.isEmpty()) {
      return "The patch is valid. Choose a workload to see what it changes.";
    }
    return result.diff().isEmpty()
        ? "The patch changes nothing in the containers of " + workload + "."
        : "With the patch, the containers of " + workload + " differ so:";
  }

  /** A workload as {@code namespace/kind/name}. */
  private Optional<WorkloadQuery.InCluster> reference(String workload) {
    if (workload.isEmpty()) {
      return Optional.empty();
    }
    var parts = workload.strip().split("/", -1);
    if (parts.length != 3) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "workload: value '" + workload + "' is not valid: expected namespace/kind/name");
    }
    return Optional.of(workloads.reference(parts[0], parts[1], parts[2]));
  }
}
