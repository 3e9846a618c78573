package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Validates {@code ContainerPatch}es and applies them to a rendered container. */
public final class ContainerPatches {
  private ContainerPatches() {}

  /**
   * Applies the operations of all patches, in list order, and validates the result against the
   * Kubernetes schema of a container. The given container is not modified. Without operations for
   * this kind of container it is returned unchanged and unchecked.
   *
   * <p>{@code add} creates missing parents, as Kuma does. The name and {@code restartPolicy:
   * Always} must not change. If patches make the container privileged, {@code
   * allowPrivilegeEscalation: false} is removed, unless they set that field.
   *
   * @param kind which container it is
   * @param container the rendered container, without null fields
   * @param patches in order of application
   */
  public static PatchResult apply(
      ContainerKind kind, ObjectNode container, List<NamedPatch> patches) {
    return concern(kind, patches)
        ? new PatchApplication(kind, patches).apply(container)
        : new PatchResult.Patched(container, List.of());
  }

  /** Whether any of these patches has operations for this kind of container. */
  public static boolean concern(ContainerKind kind, List<NamedPatch> patches) {
    for (var patch : patches) {
      if (!kind.operations(patch).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the violations that do not depend on a container: unknown operations, invalid pointers,
   * values that are not JSON, and invalid allowed namespaces.
   */
  public static List<Violation> check(NamedPatch patch) {
    return Stream.concat(
            patch.allowed().violations(patch.name()).stream(),
            Stream.of(ContainerKind.SIDECAR, ContainerKind.INIT)
                .flatMap(kind -> violations(kind, patch)))
        .toList();
  }

  private static Stream<Violation> violations(ContainerKind kind, NamedPatch patch) {
    var violations = new ArrayList<Violation>();
    for (var read : PatchStep.read(kind, patch)) {
      if (read instanceof Parsed.Bad<PatchStep>(Violation violation)) {
        violations.add(violation);
      }
    }
    return violations.stream();
  }
}
