package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;

/**
 * What becomes of one workload.
 *
 * @param workload the workload
 * @param decision the decision about its Pods
 */
public record Outcome(Workload workload, Decision decision) {

  /**
   * What changes in the document of the workload, as a JSON patch; empty where nothing does.
   *
   * @return operations whose paths begin at the document
   */
  public ArrayNode patchOfDocument() {
    return patch(workload.podPointer());
  }

  /** The same with paths that begin at the workload itself. */
  public ArrayNode patchOfWorkload() {
    return patch(workload.podPointer().substring(workload.pointer().length()));
  }

  private ArrayNode patch(String prefix) {
    return switch (decision) {
      case Decision.Inject inject -> {
        var patch = inject.patch().toJson();
        for (JsonNode operation : patch) {
          ((ObjectNode) operation).put("path", prefix + operation.path("path").asText());
        }
        yield patch;
      }
      case Decision.Skip _, Decision.Reject _ -> JsonNodeFactory.instance.arrayNode();
    };
  }
}
