package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.ConversionJson;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.RelatedObjects;
import io.higuma.inject.PodReader;
import io.higuma.inject.workload.ExplanationJson;
import io.higuma.inject.workload.WorkloadInjection;
import io.higuma.patch.UnifiedDiff;
import java.util.Optional;

/** Explains and shows what injection makes of workloads, those of the cluster included. */
public final class WorkloadService {
  private final ClusterInspection inspection;
  private final DataplaneFactory dataplanes;
  private final RelatedObjects neighbours;

  /**
   * Explains what happens in the cluster.
   *
   * @param inspection looks at Pods of the cluster
   * @param dataplanes makes Dataplanes as the control loop does
   * @param neighbours what stands around Pods
   */
  public WorkloadService(
      ClusterInspection inspection, DataplaneFactory dataplanes, RelatedObjects neighbours) {
    this.inspection = inspection;
    this.dataplanes = dataplanes;
    this.neighbours = neighbours;
  }

  /**
   * What a question comes to.
   *
   * @param document what is injected
   * @param namespace for those in it that name none
   * @param stored the Pod of the cluster that is asked for
   */
  private record Asked(JsonNode document, String namespace, Optional<JsonNode> stored) {}

  /** Why a Pod of the cluster would be injected or not, in the form of {@link Explanations}. */
  public ObjectNode explainPod(String namespace, String name) {
    return explain(new Question.Live("v1", "Pod", namespace, name));
  }

  /** Why workloads are injected or not, in the form of {@link Explanations}. */
  ObjectNode explain(Question question) {
    var asked = asked(question);
    var result = decided(asked);
    var json = JsonNodeFactory.instance.objectNode();
    var workloads = json.putArray("workloads");
    for (var outcome : result.outcomes()) {
      var explanation = ExplanationJson.of(outcome, result.podOf(outcome));
      asked.stored().ifPresent(stored -> live(stored, explanation));
      workloads.add(explanation);
    }
    return json;
  }

  private void live(JsonNode stored, ObjectNode explanation) {
    inspection
        .state(stored)
        .map(PodStateView::view)
        .ifPresent(state -> explanation.set("state", ApiJson.MAPPER.valueToTree(state)));
    // Views are meant for stores; this one Pod needs its own.
    var pod = new PodTrimmer().pod(stored);
    explanation.set("dataplane", ConversionJson.of(dataplanes.convert(pod, neighbours)));
  }

  /** What workloads would become. */
  PreviewView preview(Question question) {
    var result = decided(asked(question));
    var before = YamlText.of(result.before());
    var diff = result.isChanged() ? diff(before, YamlText.of(result.after())) : "";
    return new PreviewView(
        result.after(), diff, result.outcomes().stream().map(PreviewView.Previewed::of).toList());
  }

  private static String diff(String before, String after) {
    return UnifiedDiff.of("object.yaml", before, after);
  }

  private WorkloadInjection.Result decided(Asked asked) {
    var result = inspection.injection().of(asked.document(), asked.namespace());
    if (!result.unreadable().isEmpty()) {
      var first = result.unreadable().getFirst();
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, first.workload() + " cannot be read: " + first.message());
    }
    return result;
  }

  private Asked asked(Question question) {
    return switch (question) {
      case Question.Brought(var document, var namespace) ->
          new Asked(document, namespace, Optional.empty());
      case Question.Live live -> live.kind().equals("Pod") ? pod(live) : template(live);
    };
  }

  private Asked pod(Question.Live live) {
    var stored = inspection.pod(live.namespace(), live.name()).orElseThrow(() -> absent(live));
    try {
      return new Asked(inspection.original(stored), live.namespace(), Optional.of(stored));
    } catch (PodReader.Malformed e) {
      throw new ProblemException(Problem.Kind.FAULT, "the Pod cannot be read: " + e.getMessage());
    }
  }

  private Asked template(Question.Live live) {
    var template = inspection.template(live).orElseThrow(() -> absent(live));
    var workload =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", live.apiVersion())
            .put("kind", live.kind());
    workload.putObject("metadata").put("name", live.name()).put("namespace", live.namespace());
    workload.putObject("spec").set("template", template);
    return new Asked(workload, live.namespace(), Optional.empty());
  }

  private static ProblemException absent(Question.Live live) {
    return new ProblemException(
        Problem.Kind.NOT_FOUND,
        "there is no %s %s in namespace %s".formatted(live.kind(), live.name(), live.namespace()));
  }
}
