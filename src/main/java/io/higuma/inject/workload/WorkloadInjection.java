package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** Injects the workloads of documents: decides about each and applies the patches. */
public final class WorkloadInjection {
  private final SidecarInjector injector;
  private final Surroundings cluster;

  /** Injects with these settings and cluster objects. */
  public WorkloadInjection(InjectionContext injection, Surroundings cluster) {
    this.injector = new SidecarInjector(injection);
    this.cluster = cluster;
  }

  /**
   * Result for one document.
   *
   * @param before the document before injection
   * @param after the document after injection; equal to {@code before} if nothing is injected
   * @param outcomes one for each of its workloads
   * @param unreadable workloads whose Pods cannot be parsed
   */
  public record Result(
      JsonNode before,
      JsonNode after,
      List<WorkloadOutcome> outcomes,
      List<Unreadable> unreadable) {
    /** Copies the lists. */
    public Result {
      outcomes = List.copyOf(outcomes);
      unreadable = List.copyOf(unreadable);
    }

    /** Whether anything was injected or repaired. */
    public boolean isChanged() {
      return outcomes.stream().anyMatch(WorkloadOutcome::isChange);
    }

    /** The Pod or template of a workload before injection. */
    public JsonNode podOf(WorkloadOutcome outcome) {
      return before.at(outcome.workload().podPointer());
    }
  }

  /**
   * A workload whose Pods cannot be parsed.
   *
   * @param workload the workload
   * @param message the cause
   */
  public record Unreadable(Workload workload, String message) {}

  /**
   * Injects the workloads of one document.
   *
   * @param namespace the default namespace
   */
  public Result of(JsonNode document, String namespace) {
    return of(document, Workload.in(document, namespace));
  }

  /** Injects these workloads of one document. */
  public Result of(JsonNode document, List<Workload> workloads) {
    var outcomes = new ArrayList<WorkloadOutcome>();
    var unreadable = new ArrayList<Unreadable>();
    for (var workload : workloads) {
      try {
        var pod = PodReader.read(document.at(workload.podPointer()));
        outcomes.add(
            new WorkloadOutcome(workload, injector.decide(pod, workload.namespace(), cluster)));
      } catch (PodReader.Malformed e) {
        unreadable.add(new Unreadable(workload, String.valueOf(e.getMessage())));
      }
    }
    return new Result(document, applied(document, outcomes), outcomes, unreadable);
  }

  private static JsonNode applied(JsonNode before, List<WorkloadOutcome> outcomes) {
    var patch = JsonNodeFactory.instance.arrayNode();
    outcomes.forEach(outcome -> patch.addAll(outcome.patchOfDocument()));
    return patch.isEmpty() ? before : JsonPatch.apply(patch, before);
  }
}
