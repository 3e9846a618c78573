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

/** Explains and previews the injection of workloads in request bodies and in the cluster. */
public final class WorkloadService {
  private final ClusterInspection inspection;
  private final DataplaneFactory dataplanes;
  private final RelatedObjects related;

  /**
   * Creates the service.
   *
   * @param inspection inspects Pods of the cluster
   * @param dataplanes converts Pods as the reconciler does
   * @param related lookup of the objects that conversions read
   */
  public WorkloadService(
      ClusterInspection inspection, DataplaneFactory dataplanes, RelatedObjects related) {
    this.inspection = inspection;
    this.dataplanes = dataplanes;
    this.related = related;
  }

  /**
   * The resolved target of a request.
   *
   * @param document the objects to inject
   * @param namespace the namespace of objects that name none
   * @param stored the stored Pod, if a Pod of the cluster is the target
   */
  private record Target(JsonNode document, String namespace, Optional<JsonNode> stored) {}

  /** Why a Pod of the cluster would be injected or not, in the form of {@link Explanations}. */
  public ObjectNode explainPod(String namespace, String name) {
    return explain(new WorkloadQuery.InCluster("v1", "Pod", namespace, name));
  }

  /** Why workloads are injected or not, in the form of {@link Explanations}. */
  public ObjectNode explain(WorkloadQuery query) {
    var target = resolve(query);
    return explanation(target, inject(target));
  }

  private ObjectNode explanation(Target target, WorkloadInjection.Result result) {
    var json = JsonNodeFactory.instance.objectNode();
    var workloads = json.putArray("workloads");
    for (var outcome : result.outcomes()) {
      var explanation = ExplanationJson.of(outcome, result.podOf(outcome));
      target.stored().ifPresent(stored -> addClusterState(stored, explanation));
      workloads.add(explanation);
    }
    return json;
  }

  private void addClusterState(JsonNode stored, ObjectNode explanation) {
    inspection
        .state(stored)
        .map(PodStateView::view)
        .ifPresent(state -> explanation.set("state", ApiJson.MAPPER.valueToTree(state)));
    // A trimmer interns for the lifetime of a store; a single Pod needs its own.
    var pod = new PodTrimmer().pod(stored);
    explanation.set("dataplane", ConversionJson.of(dataplanes.convert(pod, related)));
    inspection
        .insight(pod.namespace(), pod.name())
        .flatMap(ProxyView::of)
        .ifPresent(proxy -> explanation.set("proxy", ApiJson.MAPPER.valueToTree(proxy)));
  }

  /** Previews injected workloads. */
  public PreviewView preview(WorkloadQuery query) {
    return preview(inject(resolve(query)));
  }

  private static PreviewView preview(WorkloadInjection.Result result) {
    var before = YamlText.of(result.before());
    var diff = result.isChanged() ? diff(before, YamlText.of(result.after())) : "";
    return new PreviewView(
        result.after(), diff, result.outcomes().stream().map(PreviewView.Previewed::of).toList());
  }

  /** The results of {@link #explain} and {@link #preview} for one read of the workload. */
  public record Inspected(ObjectNode explanation, PreviewView preview) {}

  /** Explains and previews workloads, which are read and injected once. */
  public Inspected inspect(WorkloadQuery query) {
    var target = resolve(query);
    var result = inject(target);
    return new Inspected(explanation(target, result), preview(result));
  }

  /**
   * A workload of the cluster with its Pod template, or a Pod before its injection.
   *
   * @throws ProblemException if it does not exist or cannot be read
   */
  JsonNode document(WorkloadQuery.InCluster reference) {
    return resolve(reference).document();
  }

  private static String diff(String before, String after) {
    return UnifiedDiff.of("object.yaml", before, after);
  }

  private WorkloadInjection.Result inject(Target target) {
    return inject(inspection.injection(), target.document(), target.namespace());
  }

  /**
   * Injects the workloads of a document.
   *
   * @param namespace of workloads that name none
   * @throws ProblemException if a Pod of it cannot be read
   */
  static WorkloadInjection.Result inject(
      WorkloadInjection injection, JsonNode document, String namespace) {
    var result = injection.of(document, namespace);
    if (!result.unreadable().isEmpty()) {
      var first = result.unreadable().getFirst();
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, first.workload() + " cannot be read: " + first.message());
    }
    return result;
  }

  private Target resolve(WorkloadQuery query) {
    return switch (query) {
      case WorkloadQuery.InBody(var document, var namespace) ->
          new Target(document, namespace, Optional.empty());
      case WorkloadQuery.InCluster reference ->
          reference.kind().equals("Pod") ? pod(reference) : template(reference);
    };
  }

  private Target pod(WorkloadQuery.InCluster reference) {
    var stored =
        inspection
            .pod(reference.namespace(), reference.name())
            .orElseThrow(() -> absent(reference));
    try {
      return new Target(inspection.original(stored), reference.namespace(), Optional.of(stored));
    } catch (PodReader.Malformed e) {
      throw new ProblemException(Problem.Kind.FAULT, "the Pod cannot be read: " + e.getMessage());
    }
  }

  private Target template(WorkloadQuery.InCluster reference) {
    var template = inspection.template(reference).orElseThrow(() -> absent(reference));
    var workload =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", reference.apiVersion())
            .put("kind", reference.kind());
    workload
        .putObject("metadata")
        .put("name", reference.name())
        .put("namespace", reference.namespace());
    workload.putObject("spec").set("template", template);
    return new Target(workload, reference.namespace(), Optional.empty());
  }

  private static ProblemException absent(WorkloadQuery.InCluster reference) {
    return new ProblemException(
        Problem.Kind.NOT_FOUND,
        "there is no %s %s in namespace %s"
            .formatted(reference.kind(), reference.name(), reference.namespace()));
  }
}
