package io.higuma.patch;

import io.higuma.kuma.Annotations;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The namespaces whose Pods may use a {@code ContainerPatch}: its annotation {@code
 * kuma.io/allowed-namespaces}, a comma-separated list of names or {@code *}. Without the annotation
 * all namespaces are allowed; with an empty one none is.
 *
 * @param all whether all namespaces are allowed
 * @param names the allowed namespaces if not all are allowed
 */
public record AllowedNamespaces(boolean all, Set<String> names) {
  /** All namespaces are allowed. */
  public static final AllowedNamespaces ALL = new AllowedNamespaces(true, Set.of());

  private static final int MAX_LENGTH = 63;

  /** Copies the set. */
  public AllowedNamespaces {
    names = Set.copyOf(names);
  }

  /** Reads the annotations of a ContainerPatch. */
  public static AllowedNamespaces in(Map<String, String> annotations) {
    return Annotations.ALLOWED_NAMESPACES
        .validIn(annotations)
        .filter(names -> !names.contains("*"))
        .map(names -> new AllowedNamespaces(false, Set.copyOf(names)))
        .orElse(ALL);
  }

  /** Whether Pods of this namespace may use the patch. */
  public boolean includes(String namespace) {
    return all || names.contains(namespace);
  }

  /** Violations for elements that are not valid namespace names. */
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
                        + "' is not a namespace name: expected * or names"))
        .toList();
  }

  private static boolean isNamespace(String name) {
    return name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        && !name.startsWith("-")
        && !name.endsWith("-");
  }
}
