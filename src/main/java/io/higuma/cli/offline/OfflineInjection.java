package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.workload.ForeignWorkload;
import io.higuma.inject.workload.Workload;
import io.higuma.inject.workload.WorkloadInjection;
import io.higuma.inject.workload.WorkloadOutcome;
import io.higuma.kuma.Violation;
import java.util.List;

/** Injects the Pods of a document stream. */
public final class OfflineInjection {
  /** {@link Violation} code: a Pod cannot be read. */
  public static final String MALFORMED = "malformed_pod";

  private final WorkloadInjection injection;
  private final String namespace;

  /**
   * Creates the injector.
   *
   * @param namespace of workloads without a namespace
   */
  public OfflineInjection(
      InjectionContext injection, DocumentSurroundings surroundings, String namespace) {
    this.injection = new WorkloadInjection(injection, surroundings);
    this.namespace = namespace;
  }

  /**
   * A document with the results of its workloads.
   *
   * @param document the original document
   * @param result the result of the injection
   * @param foreign objects with Pod templates of unknown kinds; they have no decision
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

    /** Its data after injection; equal to the original if nothing is injected. */
    public JsonNode after() {
      return result.after();
    }

    /** One outcome per workload. */
    public List<WorkloadOutcome> outcomes() {
      return result.outcomes();
    }

    /** Whether anything was injected or repaired. */
    public boolean isChanged() {
      return result.isChanged();
    }
  }

  /**
   * Injects workloads of a document.
   *
   * @param workloads those that are valid
   */
  public Result inject(Document document, List<Workload> workloads) {
    var json = document.json().orElseGet(() -> JsonNodeFactory.instance.objectNode());
    var result = injection.of(json, workloads);
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
}
