package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * The status of a ContainerPatch as JSON.
 *
 * @param clock says since when something is so
 */
record PatchStatusJson(InstantSource clock) {
  private static final int LONGEST = 1000;

  /** Numbers are the same whatever their Java type. */
  private static final Comparator<JsonNode> SAME =
      (one, other) ->
          one.equals(other)
                  || (one.isNumber()
                      && other.isNumber()
                      && one.decimalValue().compareTo(other.decimalValue()) == 0)
              ? 0
              : 1;

  /**
   * The status that a patch should have; empty where it has it.
   *
   * @param stored the patch as it is
   */
  Optional<ObjectNode> of(JsonNode stored, PatchReview review, Users users) {
    long generation = stored.path("metadata").path("generation").asLong();
    var before = stored.path("status");
    var status =
        JsonNodeFactory.instance
            .objectNode()
            .put("observedGeneration", generation)
            .put("usedBy", users.count());
    var workloads = status.putArray("workloads");
    users.workloads().forEach(workloads::add);
    var conditions = status.putArray("conditions");
    conditions.add(condition(valid(review), generation, before));
    conditions.add(condition(used(users), generation, before));
    return status.equals(SAME, before) ? Optional.empty() : Optional.of(status);
  }

  private record Fact(String type, String status, String reason, String message) {}

  private static Fact valid(PatchReview review) {
    if (!review.violations().isEmpty()) {
      return new Fact("Valid", "False", "NeverApplicable", Violation.join(review.violations()));
    }
    var warnings = String.join("; ", review.warnings());
    return switch (review.now()) {
      case APPLIES ->
          new Fact(
              "Valid",
              "True",
              "Applicable",
              warnings.isEmpty() ? "it can be applied to the containers of all Pods" : warnings);
      case DEPENDS -> new Fact("Valid", "Unknown", "DependsOnPod", warnings);
      case FAILS -> new Fact("Valid", "False", "NotApplicableNow", warnings);
    };
  }

  private static Fact used(Users users) {
    return users.count() == 0
        ? new Fact("Used", "False", "NotUsed", "no workload uses it")
        : new Fact("Used", "True", "InUse", users.count() + " workloads use it");
  }

  private ObjectNode condition(Fact fact, long generation, JsonNode before) {
    var message = fact.message();
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", fact.type())
        .put("status", fact.status())
        .put("observedGeneration", generation)
        .put("lastTransitionTime", since(fact, before))
        .put("reason", fact.reason())
        .put("message", message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
  }

  private String since(Fact fact, JsonNode before) {
    for (var condition : before.path("conditions")) {
      if (condition.path("type").asText().equals(fact.type())
          && condition.path("status").asText().equals(fact.status())) {
        return condition.path("lastTransitionTime").asText();
      }
    }
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
