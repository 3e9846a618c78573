package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.workload.ForeignWorkload;
import io.higuma.inject.workload.WorkloadInjection;
import io.higuma.inject.workload.WorkloadOutcome;
import io.higuma.kuma.Violation;
import java.util.List;

/** Decides about the Pods of a stream and carries the decisions out. */
public final class OfflineInjection {
  /** The code of a {@link Violation} for a Pod that cannot be read. */
  public static final String MALFORMED = "malformed_pod";

  private final WorkloadInjection injection;
  private final String namespace;

  /**
   * Injects under these settings.
   *
   * @param namespace for workloads that name none
   */
  public OfflineInjection(
      InjectionContext injection, DocumentSurroundings around, String namespace) {
    this.injection = new WorkloadInjection(injection, around);
    this.namespace = namespace;
  }

  /**
   * A document with what becomes of its workloads.
   *
   * @param document the document as it came
   * @param result what becomes of it
   * @param foreign what Pods are made from and nothing is decided about
   * @param violations Pods that cannot be read
   */
  public record Result(
      Document document,
      WorkloadInjection.Result result,
      List<ForeignWorkload> foreign,
      List<Violation> violations) {
    /** Copies the lists. */
    public Result {
      foreign = List.copyOf(foreign);
      violations = List.copyOf(violations);
    }

    /** Its data afterwards; equal to what it was where nothing is injected. */
    public JsonNode after() {
      return result.after();
    }

    /** One for each of its workloads. */
    public List<WorkloadOutcome> outcomes() {
      return result.outcomes();
    }

    /** Whether anything was injected or repaired. */
    public boolean isChanged() {
      return result.isChanged();
    }
  }

  /** Decides about the workloads of one document. */
  public Result inject(Document document) {
    var json = document.json().orElseGet(() -> JsonNodeFactory.instance.objectNode());
    var result = injection.of(json, namespace);
    var violations =
        result.unreadable().stream()
            .map(
                each ->
                    new Violation(
                        document.place() + ", line " + document.line(),
                        MALFORMED,
                        each.workload() + " cannot be read: " + each.message()))
            .toList();
    return new Result(document, result, ForeignWorkload.in(json, namespace), violations);
  }

  /** Decides about nothing in a document. */
  public Result pass(Document document) {
    var json = document.json().orElseGet(() -> JsonNodeFactory.instance.objectNode());
    var result = new WorkloadInjection.Result(json, json, List.of(), List.of());
    return new Result(document, result, List.of(), List.of());
  }
}
