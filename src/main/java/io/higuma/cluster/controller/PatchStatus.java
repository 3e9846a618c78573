package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.ContainerPatch.Status;
import io.higuma.kuma.TextTruncation;
import io.higuma.kuma.Violation;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Computes the status of a ContainerPatch.
 *
 * @param clock for the transition times of conditions
 */
record PatchStatus(InstantSource clock) {
  private static final int MAX_LENGTH = 1000;

  /**
   * The desired status; empty if the stored status equals it.
   *
   * @param stored the stored patch
   */
  Optional<Status> of(ContainerPatch stored, PatchReview review, Users users) {
    long generation = stored.getMetadata().getGeneration();
    var before = Optional.ofNullable(stored.getStatus()).map(Status::conditions).orElse(List.of());
    var conditions =
        Stream.of(validCondition(review), usedCondition(users))
            .map(value -> condition(value, generation, before))
            .toList();
    var status = new Status(generation, conditions, users.count(), users.workloads());
    return status.equals(stored.getStatus()) ? Optional.empty() : Optional.of(status);
  }

  private record Value(PatchCondition condition, String message) {}

  private static Value validCondition(PatchReview review) {
    if (!review.violations().isEmpty()) {
      return new Value(PatchCondition.NEVER_APPLICABLE, Violation.join(review.violations()));
    }
    var warnings = String.join("; ", review.warnings());
    return switch (review.now()) {
      case APPLIES ->
          new Value(
              PatchCondition.APPLICABLE,
              warnings.isEmpty() ? "it can be applied to the containers of all Pods" : warnings);
      case DEPENDS -> new Value(PatchCondition.DEPENDS_ON_POD, warnings);
      case FAILS -> new Value(PatchCondition.NOT_APPLICABLE_NOW, warnings);
    };
  }

  private static Value usedCondition(Users users) {
    return users.count() == 0
        ? new Value(PatchCondition.NOT_USED, "no workload uses it")
        : new Value(PatchCondition.IN_USE, users.count() + " workloads use it");
  }

  private Condition condition(Value value, long generation, List<Condition> before) {
    return new ConditionBuilder()
        .withType(value.condition().type())
        .withStatus(value.condition().status())
        .withObservedGeneration(generation)
        .withLastTransitionTime(transitionTime(value, before))
        .withReason(value.condition().reason())
        .withMessage(TextTruncation.withEllipsis(value.message(), MAX_LENGTH))
        .build();
  }

  private String transitionTime(Value value, List<Condition> before) {
    return before.stream()
        .filter(condition -> value.condition().type().equals(condition.getType()))
        .filter(condition -> value.condition().status().equals(condition.getStatus()))
        .map(Condition::getLastTransitionTime)
        .findFirst()
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
