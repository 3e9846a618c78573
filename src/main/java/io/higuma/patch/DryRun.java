package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import io.higuma.patch.PatchReview.Now;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applies one patch to all container variants that one of its lists is for. */
final class DryRun {
  /** Violation codes whose result may differ for another Pod or after another patch. */
  private static final Set<String> DEPENDENT_CODES =
      Set.of(PatchStep.NOT_FOUND, "too_large", "too_deep");

  /** A variant to which the patch cannot be applied. */
  private record Failure(ContainerVariant variant, List<Violation> violations) {
    boolean isFinal() {
      return violations.stream().anyMatch(violation -> !DEPENDENT_CODES.contains(violation.code()));
    }
  }

  private final List<Failure> failures = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final int tried;

  DryRun(NamedPatch patch, List<ContainerVariant> variants) {
    int count = 0;
    for (var variant : variants) {
      if (!variant.kind().operations(patch).isEmpty()) {
        count++;
        run(patch, variant);
      }
    }
    tried = count;
  }

  private void run(NamedPatch patch, ContainerVariant variant) {
    switch (ContainerPatches.apply(variant.kind(), variant.container(), List.of(patch))) {
      case PatchResult.Patched(ObjectNode after, List<String> patchWarnings) -> {
        warnings.addAll(patchWarnings);
        warnings.addAll(Privileges.gained(patch, variant, after));
      }
      case PatchResult.Failed(List<Violation> violations) ->
          failures.add(new Failure(variant, violations));
    }
  }

  /** The violations if the patch can never be applied to any container, else empty. */
  List<Violation> violations() {
    boolean never =
        tried > 0 && failures.size() == tried && failures.stream().allMatch(Failure::isFinal);
    return never
        ? failures.stream()
            .filter(failure -> failure.variant().inForce())
            .findFirst()
            .orElse(failures.getFirst())
            .violations()
        : List.of();
  }

  List<String> warnings() {
    var all = new ArrayList<String>();
    if (violations().isEmpty()) {
      var pods = new LinkedHashMap<String, List<String>>();
      for (var failure : failures) {
        pods.computeIfAbsent(Violation.join(failure.violations()), _ -> new ArrayList<>())
            .add(failure.variant().pods());
      }
      pods.forEach((message, whose) -> all.add(warning(message, whose)));
    }
    all.addAll(warnings);
    return all;
  }

  private String warning(String message, List<String> whose) {
    return failures.size() == tried
        ? message + "; Pods are refused unless an earlier patch adds it"
        : message + "; Pods are refused that have " + String.join(" or ", whose);
  }

  Now now() {
    var inForce = failures.stream().filter(failure -> failure.variant().inForce()).toList();
    if (inForce.isEmpty()) {
      return Now.APPLIES;
    }
    return inForce.stream().allMatch(Failure::isFinal) ? Now.FAILS : Now.DEPENDS;
  }
}
