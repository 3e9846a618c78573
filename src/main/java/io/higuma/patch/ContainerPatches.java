package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Applies {@code ContainerPatch}es to a rendered container. */
public final class ContainerPatches {
  private ContainerPatches() {}

  /**
   * Applies the operations of all patches, in the order of the list, as one sequence, and compares
   * the outcome with the schema that Kubernetes gives a container. The given container is not
   * changed. Without operations for this kind of container it comes back as it is, unchecked.
   *
   * <p>{@code add} makes missing parents, as Kuma does. The name must stay, and so must {@code
   * restartPolicy: Always} where it was set. Where patches make the container privileged, {@code
   * allowPrivilegeEscalation: false} goes away, unless they speak of that field themselves.
   *
   * @param kind which container it is
   * @param container the rendered container, absent fields really absent
   * @param patches in the order in which they apply
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
   * What is wrong with the operations of this patch, whatever they are applied to: unknown
   * operations, bad pointers, values that are no JSON, and allowed namespaces that cannot exist.
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
