package io.higuma.patch;

import io.higuma.kuma.Violation;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What can be said about a {@code ContainerPatch} before any Pod names it.
 *
 * @param violations why it can never be applied; empty where it can
 * @param warnings sentences for its author, at most 20
 * @param now whether it can be applied under the present settings
 */
public record PatchReview(List<Violation> violations, List<String> warnings, Now now) {

  /** Copies the lists. */
  public PatchReview {
    violations = List.copyOf(violations);
    warnings = List.copyOf(warnings);
  }

  /** Whether a patch can be applied to the containers that are rendered now. */
  public enum Now {
    /** To all of them. */
    APPLIES,
    /** It depends on the Pod, or on the patches that come before it. */
    DEPENDS,
    /** To none of them. */
    FAILS
  }

  /**
   * Applies a patch to containers, to see what comes of it.
   *
   * <p>It is refused where no Pod could ever have it applied. Something that is missing in all
   * containers may still be made by a patch that comes before, so that is a warning.
   *
   * @param variants the containers, from {@code RenderedContainers}
   */
  public static PatchReview of(NamedPatch patch, List<ContainerVariant> variants) {
    var wrong = ContainerPatches.check(patch);
    if (!wrong.isEmpty()) {
      return new PatchReview(wrong, List.of(), Now.FAILS);
    }
    var sidecar = new DryRun(patch, of(variants, true));
    var init = new DryRun(patch, of(variants, false));
    var violations = new LinkedHashSet<>(sidecar.violations());
    violations.addAll(init.violations());
    var warnings = new LinkedHashSet<String>();
    if (patch.sidecarPatch().isEmpty() && patch.initPatch().isEmpty()) {
      warnings.add(patch.name() + " has no operations, so it changes nothing");
    }
    warnings.addAll(sidecar.warnings());
    warnings.addAll(init.warnings());
    return new PatchReview(
        List.copyOf(violations),
        warnings.stream().limit(PatchApplication.MAX_VIOLATIONS).toList(),
        sidecar.now().compareTo(init.now()) >= 0 ? sidecar.now() : init.now());
  }

  private static List<ContainerVariant> of(List<ContainerVariant> variants, boolean sidecar) {
    return variants.stream()
        .filter(variant -> (variant.kind() == ContainerKind.SIDECAR) == sidecar)
        .toList();
  }
}
