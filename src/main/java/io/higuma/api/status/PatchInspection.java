package io.higuma.api.status;

import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.inject.PatchValidator;
import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchOperation;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reviews the ContainerPatches of the cluster with the settings in force, and finds their users.
 */
public final class PatchInspection {
  private static final Users NO_USERS = new Users(0, List.of());

  private final ClusterStores stores;
  private final Surroundings surroundings;
  private final Supplier<Optional<PatchValidator>> validator;
  private final Supplier<Map<String, Users>> users;

  /**
   * Reads from these sources.
   *
   * @param validator validates with the settings in force; empty until they are known
   * @param users the workloads by patch, of the patches that are used
   */
  public PatchInspection(
      ClusterStores stores,
      Surroundings surroundings,
      Supplier<Optional<PatchValidator>> validator,
      Supplier<Map<String, Users>> users) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.validator = validator;
    this.users = users;
  }

  /**
   * All ContainerPatches.
   *
   * @throws ProblemException before the settings are known
   */
  public PatchesView all() {
    var rules =
        validator
            .get()
            .orElseThrow(() -> new ProblemException(Problem.Kind.UNAVAILABLE, "still starting"));
    Map<String, NamedPatch> patches = new TreeMap<>();
    stores.containerPatches().store().forEach((key, patch) -> patches.put(patch.name(), patch));
    var used = users.get();
    return new PatchesView(
        patches.values().stream()
            .map(patch -> view(patch, rules, used.getOrDefault(patch.name(), NO_USERS)))
            .toList());
  }

  private PatchesView.Patch view(NamedPatch patch, PatchValidator rules, Users used) {
    var review = rules.review(patch, surroundings);
    var allowed = patch.allowed();
    return new PatchesView.Patch(
        patch.name(),
        status(review),
        review.violations().stream().map(Problem.Single::of).toList(),
        review.warnings(),
        rules.isDefault(patch.name()),
        allowed.all() ? Optional.empty() : Optional.of(allowed.names().stream().sorted().toList()),
        used.count(),
        used.workloads(),
        operations(patch.sidecarPatch()),
        operations(patch.initPatch()));
  }

  private static String status(PatchReview review) {
    if (!review.violations().isEmpty()) {
      return "invalid";
    }
    return switch (review.now()) {
      case APPLIES -> "valid";
      case DEPENDS -> "depends";
      case FAILS -> "fails";
    };
  }

  private static List<PatchesView.Operation> operations(List<PatchOperation> operations) {
    return operations.stream()
        .map(
            written ->
                new PatchesView.Operation(
                    written.op(), written.path(), written.from(), written.value()))
        .toList();
  }
}
