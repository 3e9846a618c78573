package io.higuma.patch;

import io.higuma.kuma.Annotations;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which namespaces Pods may name a {@code ContainerPatch}: its annotation {@code
 * kuma.io/allowed-namespaces}, a comma list of names or {@code *}. Without the annotation all may;
 * with an empty one none may.
 *
 * @param all whether all namespaces are allowed
 * @param names those that are, where not all are
 */
public record AllowedNamespaces(boolean all, Set<String> names) {
  /** No namespace is left out. */
  public static final AllowedNamespaces ALL = new AllowedNamespaces(true, Set.of());

  private static final int MAX_LENGTH = 63;

  /** Copies the set. */
  public AllowedNamespaces {
    names = Set.copyOf(names);
  }

  /** What these annotations of a ContainerPatch say. */
  public static AllowedNamespaces in(Map<String, String> annotations) {
    return Annotations.ALLOWED_NAMESPACES
        .goodIn(annotations)
        .filter(names -> !names.contains("*"))
        .map(names -> new AllowedNamespaces(false, Set.copyOf(names)))
        .orElse(ALL);
  }

  /** Whether Pods of this namespace may name the patch. */
  public boolean includes(String namespace) {
    return all || names.contains(namespace);
  }

  /** Elements that cannot be the name of a namespace, so that they allow nothing. */
  List<Violation> violations(String patch) {
    return names.stream()
        .filter(name -> !isNamespace(name))
        .sorted()
        .map(
            name ->
                new Violation(
                    patch + ".metadata.annotations[" + Annotations.ALLOWED_NAMESPACES.name() + "]",
                    "bad_namespace",
                    "'"
                        + QuotedValue.quote(name)
                        + "' is no name of a namespace: expected * or names"))
        .toList();
  }

  private static boolean isNamespace(String name) {
    return name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        && !name.startsWith("-")
        && !name.endsWith("-");
  }
}
