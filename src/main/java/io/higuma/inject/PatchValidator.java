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

/** What a ContainerPatch may be. Safe for use by several threads. */
public final class PatchValidator {
  private final InjectionContext injection;

  /** Rendered when a ContainerPatch comes, which is rare. */
  private volatile @Nullable List<ContainerVariant> rendered;

  /** Validates under these settings. */
  public PatchValidator(InjectionContext injection) {
    this.injection = injection;
  }

  /** Why a ContainerPatch must not be in this namespace; empty where it may. */
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

  /** The names of the patches that Pods without a list of their own get. */
  public List<String> defaults() {
    return injection.injector().containerPatches();
  }

  /** Whether Pods without a list of their own get this patch. */
  public boolean isDefault(String patch) {
    return defaults().contains(patch);
  }

  /**
   * What can be said about a patch before any Pod names it.
   *
   * @param around knows the other patches of the default list
   */
  public PatchReview review(NamedPatch patch, Surroundings around) {
    var review = PatchReview.of(patch, variants());
    if (!review.violations().isEmpty() || !isDefault(patch.name())) {
      return review;
    }
    var warnings = new ArrayList<>(review.warnings());
    warnings.addAll(0, defaultsBroken(patch, around));
    return new PatchReview(review.violations(), warnings, review.now());
  }

  /** The containers that patches are tried on. */
  public List<ContainerVariant> variants() {
    var known = rendered;
    if (known == null) {
      known = RenderedContainers.of(injection);
      rendered = known;
    }
    return known;
  }

  private List<String> defaultsBroken(NamedPatch patch, Surroundings around) {
    var names = defaults();
    var patches =
        names.stream()
            .flatMap(
                name ->
                    name.equals(patch.name())
                        ? Optional.of(patch).stream()
                        : around.containerPatch(name).stream())
            .toList();
    var broken = new LinkedHashSet<String>();
    for (var variant : variants()) {
      if (variant.inForce()
          && ContainerPatches.apply(variant.kind(), variant.container(), patches)
              instanceof PatchResult.Failed(List<Violation> violations)) {
        broken.add(Violation.join(violations));
      }
    }
    return broken.stream()
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
