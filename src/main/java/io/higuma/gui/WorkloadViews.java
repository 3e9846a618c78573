package io.higuma.gui;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.api.InventoriedWorkload;
import io.higuma.api.Inventory;
import io.higuma.api.InventoryQuery;
import io.higuma.api.InventorySnapshot;
import io.higuma.api.InventoryView.InventoriedPod;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.api.ProxyView;
import io.higuma.api.WorkloadQuery;
import io.higuma.api.WorkloadService;
import io.higuma.gui.WorkloadDetail.PodRow;
import io.higuma.gui.WorkloadDetail.Rule;
import io.higuma.gui.WorkloadTable.Row;
import io.higuma.gui.WorkloadTable.StateCount;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Prepares workloads for the templates. */
@Singleton
final class WorkloadViews {
  /** The kinds whose templates are read directly; of others, one of the Pods is explained. */
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Pod", "v1",
          "ReplicationController", "v1",
          "Deployment", "apps/v1",
          "ReplicaSet", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Job", "batch/v1");

  private final Inventory inventory;
  private final WorkloadService workloads;

  @Inject
  WorkloadViews(Inventory inventory, WorkloadService workloads) {
    this.inventory = inventory;
    this.workloads = workloads;
  }

  WorkloadTable table(Page page, InventoryQuery query) {
    var snapshot = inventory.recent();
    IntFunction<String> link = offset -> link(page, query, offset);
    var listed = snapshot.listWorkloads(query, link);
    var states =
        InventorySnapshot.STATES.stream()
            .map(
                state ->
                    new Choice(
                        state,
                        "%s (%d Pods)".formatted(state, listed.counts().getOrDefault(state, 0)),
                        state.equals(query.state())))
            .toList();
    var rows = listed.workloads().stream().map(workload -> row(page, workload)).toList();
    return new WorkloadTable(
        query.name(),
        Choice.namespaces(snapshot, query),
        states,
        rows,
        Paging.of(query, rows.size(), listed.total(), "workloads", link));
  }

  private static String link(Page page, InventoryQuery query, int offset) {
    return Links.query(
        page.href(View.WORKLOADS),
        Links.parameters(
            "namespace",
            query.namespace(),
            "state",
            query.state(),
            "name",
            query.name(),
            "offset",
            Links.number(offset)));
  }

  private static Row row(Page page, InventoriedWorkload workload) {
    var states =
        workload.counts().entrySet().stream()
            .map(entry -> new StateCount(entry.getKey(), entry.getValue()))
            .toList();
    return new Row(
        "w-" + workload.namespace() + "-" + workload.kind() + "-" + workload.name(),
        workload.namespace(),
        workload.kind(),
        workload.name(),
        href(page, workload.namespace(), workload.kind(), workload.name()),
        workload.pods(),
        workload.notReady(),
        workload.online(),
        states,
        workload.reason().orElse(""));
  }

  static String href(Page page, String namespace, String kind, String name) {
    return Links.path(page.href(View.WORKLOADS), namespace, kind, name);
  }

  /** The object that is explained for a workload: itself, or one of its Pods. */
  WorkloadQuery.InCluster reference(String namespace, String kind, String name) {
    var version = Optional.ofNullable(VERSIONS.get(kind));
    var reference =
        version
            .map(known -> new WorkloadQuery.InCluster(known, kind, namespace, name))
            .orElseGet(
                () ->
                    new WorkloadQuery.InCluster(
                        "v1", "Pod", namespace, firstPod(namespace, kind, name)));
    ProblemException.throwIfAny(reference.violations());
    return reference;
  }

  private String firstPod(String namespace, String kind, String name) {
    return inventory.recent().podsOf(namespace, kind, name).stream()
        .map(InventoriedPod::name)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "there is no Pod of a %s %s in namespace %s".formatted(kind, name, namespace)));
  }

  WorkloadDetail detail(Page page, String namespace, String kind, String name) {
    var inspected = workloads.inspect(reference(namespace, kind, name));
    JsonNode explained = inspected.explanation().path("workloads").path(0);
    var patches =
        Links.query(
            page.href(View.PATCHES), Map.of("workload", namespace + "/" + kind + "/" + name));
    return new WorkloadDetail(
        decision(explained),
        explained.path("decision").asText().equals("reject"),
        explained.path("violations").valueStream().map(WorkloadViews::problem).toList(),
        texts(explained.path("warnings")),
        explained.path("trace").valueStream().map(WorkloadViews::rule).toList(),
        texts(explained.path("changes")),
        DiffLine.of(inspected.preview().diff()),
        inventory.recent().podsOf(namespace, kind, name).stream()
            .map(pod -> pod(page, pod))
            .toList(),
        patches);
  }

  private static String decision(JsonNode explained) {
    return switch (explained.path("decision").asText()) {
      case "inject" ->
          "The next Pod gets a sidecar in mesh " + explained.path("mesh").asText() + ".";
      case "skip" -> "The next Pod gets no sidecar: " + explained.path("message").asText() + ".";
      default -> "The next Pod is refused.";
    };
  }

  private static String problem(JsonNode violation) {
    return violation.path("path").asText() + ": " + violation.path("message").asText();
  }

  private static Rule rule(JsonNode step) {
    return new Rule(
        step.path("stage").asText().replace('_', ' '),
        step.path("verdict").asText().replace('_', ' '),
        step.path("sentence").asText());
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static PodRow pod(Page page, InventoriedPod pod) {
    var reasons = new ArrayList<String>();
    pod.injection().message().ifPresent(reasons::add);
    reasons.addAll(pod.injection().reasons());
    return new PodRow(
        pod.name(),
        DataplaneViews.href(page, pod.namespace(), pod.name()),
        pod.ready(),
        pod.injection().state(),
        reasons,
        pod.injection().changes(),
        connection(pod.proxy()));
  }

  /** The connection of a sidecar as a sentence. */
  static String connection(Optional<ProxyView> proxy) {
    return proxy
        .map(
            known ->
                (known.online() ? "online since " : "offline since ")
                    + known.since()
                    + known.rejected().map(why -> "; rejects its configuration: " + why).orElse(""))
        .orElse("never connected");
  }
}
