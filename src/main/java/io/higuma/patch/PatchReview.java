package io.higuma.patch;

import io.higuma.kuma.Violation;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Review of a {@code ContainerPatch} by a dry run, before any Pod uses it.
 *
 * @param violations why it can never be applied; empty if it can
 * @param warnings sentences for the user, at most 20
 * @param now whether it can be applied with the current settings
 */
public record PatchReview(List<Violation> violations, List<String> warnings, Now now) {

  /** Copies the lists. */
  public PatchReview {
    violations = List.copyOf(violations);
    warnings = List.copyOf(warnings);
  }

  /** Whether a patch can be applied to the containers rendered with the current settings. */
  public enum Now {
    /** It applies to all of them. */
    APPLIES,
    /** It depends on the Pod, or on the patches that come before it. */
    DEPENDS,
    /** It applies to none of them. */
    FAILS
  }

  /**
   * Reviews a patch by a dry run on container variants.
   *
   * <p>The patch is rejected if it can never be applied. A path that is missing in all containers
   * may be added by an earlier patch, so that is a warning.
   *
   * @param variants the variants from {@code RenderedContainers}
   */
  public static PatchReview of(NamedPatch patch, List<ContainerVariant> variants) {
    var invalid = ContainerPatches.check(patch);
    if (!invalid.isEmpty()) {
      return new PatchReview(invalid, List.of(), Now.FAILS);
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
