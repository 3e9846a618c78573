package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.ContainerPatch.Status;
import io.higuma.kuma.Violation;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Higuma finds out about a ContainerPatch.
 *
 * @param clock says since when something is so
 */
record PatchStatus(InstantSource clock) {
  private static final int LONGEST = 1000;

  /**
   * The status that a patch should have; empty where it has it.
   *
   * @param stored the patch as it is
   */
  Optional<Status> of(ContainerPatch stored, PatchReview review, Users users) {
    long generation = stored.getMetadata().getGeneration();
    var before = Optional.ofNullable(stored.getStatus()).map(Status::conditions).orElse(List.of());
    var conditions =
        Stream.of(valid(review), used(users))
            .map(fact -> condition(fact, generation, before))
            .toList();
    var status = new Status(generation, conditions, users.count(), users.workloads());
    return status.equals(stored.getStatus()) ? Optional.empty() : Optional.of(status);
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

  private Condition condition(Fact fact, long generation, List<Condition> before) {
    var message = fact.message();
    return new ConditionBuilder()
        .withType(fact.type())
        .withStatus(fact.status())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since(fact, before))
        .withReason(fact.reason())
        .withMessage(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message)
        .build();
  }

  private String since(Fact fact, List<Condition> before) {
    return before.stream()
        .filter(condition -> fact.type().equals(condition.getType()))
        .filter(condition -> fact.status().equals(condition.getStatus()))
        .map(Condition::getLastTransitionTime)
        .findFirst()
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
