package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;
import io.higuma.patch.JsonPatch;
import java.util.List;

/**
 * The decision about one workload and its patch.
 *
 * @param workload the workload
 * @param decision the decision about its Pods
 */
public record WorkloadOutcome(Workload workload, Decision decision) {

  /**
   * Returns the JSON patch of the document; empty if nothing changes.
   *
   * @return operations with paths relative to the document
   */
  public ArrayNode patchOfDocument() {
    return patch(workload.podPointer());
  }

  /** The same patch with paths relative to the workload. */
  public ArrayNode patchOfWorkload() {
    return patch(workload.podPointer().substring(workload.pointer().length()));
  }

  private ArrayNode patch(String prefix) {
    return switch (decision) {
      case Decision.Inject inject -> below(prefix, inject.patch());
      case Decision.Skip skip -> below(prefix, skip.repairs());
      case Decision.Reject _ -> JsonNodeFactory.instance.arrayNode();
    };
  }

  /** Whether anything changes. */
  public boolean isChange() {
    return switch (decision) {
      case Decision.Inject _ -> true;
      case Decision.Skip skip -> !skip.repairs().isEmpty();
      case Decision.Reject _ -> false;
    };
  }

  private static ArrayNode below(String prefix, JsonPatch patch) {
    var operations = patch.toJson();
    for (JsonNode operation : operations) {
      for (var member : List.of("path", "from")) {
        if (operation.has(member)) {
          ((ObjectNode) operation).put(member, prefix + operation.path(member).asText());
        }
      }
    }
    return operations;
  }
}
