package io.higuma.inject;

import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.ContainerVariant;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchResult;
import io.higuma.patch.PatchReview;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Validates ContainerPatches. Thread-safe. */
public final class PatchValidator {
  private final InjectionContext injection;

  /** Rendered lazily: ContainerPatches seldom change. */
  private volatile @Nullable List<ContainerVariant> rendered;

  /** Validates with these settings. */
  public PatchValidator(InjectionContext injection) {
    this.injection = injection;
  }

  /** The violation of a ContainerPatch in this namespace; empty for the system namespace. */
  public Optional<Violation> misplaced(String namespace) {
    var system = injection.settings().store().kubernetes().systemNamespace();
    return namespace.equals(system)
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "metadata.namespace",
                "wrong_namespace",
                "ContainerPatch can only be placed in "
                    + system
                    + " namespace. It can be however referenced by pods in all namespaces"));
  }

  /** Names of the default patches, for Pods without a list of their own. */
  public List<String> defaults() {
    return injection.injector().containerPatches();
  }

  /** Whether this patch is in the default list. */
  public boolean isDefault(String patch) {
    return defaults().contains(patch);
  }

  /**
   * Reviews a patch before any Pod uses it.
   *
   * @param cluster provides the other patches of the default list
   */
  public PatchReview review(NamedPatch patch, Surroundings cluster) {
    var review = PatchReview.of(patch, variants());
    if (!review.violations().isEmpty() || !isDefault(patch.name())) {
      return review;
    }
    var warnings = new ArrayList<>(review.warnings());
    warnings.addAll(0, defaultListWarnings(patch, cluster));
    return new PatchReview(review.violations(), warnings, review.now());
  }

  /** The rendered containers for the dry run. */
  public List<ContainerVariant> variants() {
    var variants = rendered;
    if (variants == null) {
      variants = RenderedContainers.of(injection);
      rendered = variants;
    }
    return variants;
  }

  private List<String> defaultListWarnings(NamedPatch patch, Surroundings cluster) {
    var names = defaults();
    var patches =
        names.stream()
            .flatMap(
                name ->
                    name.equals(patch.name())
                        ? Optional.of(patch).stream()
                        : cluster.containerPatch(name).stream())
            .toList();
    var failures = new LinkedHashSet<String>();
    for (var variant : variants()) {
      if (variant.inForce()
          && ContainerPatches.apply(variant.kind(), variant.container(), patches)
              instanceof PatchResult.Failed(List<Violation> violations)) {
        failures.add(Violation.join(violations));
      }
    }
    return failures.stream()
        .map(
            why ->
                "with it the default list "
                    + String.join(", ", names)
                    + " (injector.containerPatches) cannot be applied, so Pods without a list of"
                    + " their own are refused: "
                    + why)
        .toList();
  }
}
