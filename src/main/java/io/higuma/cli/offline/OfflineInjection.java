package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.inject.Decision;
import io.higuma.inject.Injection;
import io.higuma.inject.PodReader;
import io.higuma.inject.PodView;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.workload.Outcome;
import io.higuma.inject.workload.Workload;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;

/** Decides about the Pods of a stream and carries the decisions out. */
public final class OfflineInjection {
  /** The code of a {@link Violation} for a Pod that cannot be read. */
  public static final String MALFORMED = "malformed_pod";

  private final SidecarInjector injector;
  private final StreamSurroundings around;
  private final String namespace;

  /**
   * Injects under these settings.
   *
   * @param namespace for workloads that name none
   */
  public OfflineInjection(Injection injection, StreamSurroundings around, String namespace) {
    this.injector = new SidecarInjector(injection);
    this.around = around;
    this.namespace = namespace;
  }

  /**
   * A document with what becomes of its workloads.
   *
   * @param document the document as it came
   * @param after its data afterwards; equal to what it was where nothing is injected
   * @param outcomes one for each of its workloads
   * @param violations Pods that cannot be read
   */
  public record Result(
      Document document, JsonNode after, List<Outcome> outcomes, List<Violation> violations) {
    /** Copies the lists. */
    public Result {
      outcomes = List.copyOf(outcomes);
      violations = List.copyOf(violations);
    }

    /** Whether anything was injected or repaired. */
    public boolean isChanged() {
      return outcomes.stream().anyMatch(Outcome::isChange);
    }
  }

  /** Decides about the workloads of one document. */
  public Result inject(Document document) {
    var before = document.json().orElseGet(() -> JsonNodeFactory.instance.objectNode());
    var outcomes = new ArrayList<Outcome>();
    var violations = new ArrayList<Violation>();
    for (var workload : Workload.in(before, namespace)) {
      try {
        outcomes.add(new Outcome(workload, decide(before.at(workload.podPointer()), workload)));
      } catch (PodReader.Malformed e) {
        violations.add(
            new Violation(
                document.place() + ", line " + document.line(),
                MALFORMED,
                workload + " cannot be read: " + e.getMessage()));
      }
    }
    return new Result(document, applied(before, outcomes), outcomes, violations);
  }

  private Decision decide(JsonNode pod, Workload workload) throws PodReader.Malformed {
    PodView view = PodReader.read(pod);
    return injector.decide(view, workload.namespace(), around);
  }

  private static JsonNode applied(JsonNode before, List<Outcome> outcomes) {
    var patch = JsonNodeFactory.instance.arrayNode();
    for (var outcome : outcomes) {
      patch.addAll(outcome.patchOfDocument());
    }
    return patch.isEmpty() ? before : io.fabric8.zjsonpatch.JsonPatch.apply(patch, before);
  }
}
