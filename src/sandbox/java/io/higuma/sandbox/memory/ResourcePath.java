package io.higuma.sandbox.memory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parsed path of a request for resources.
 *
 * @param group the API group; empty for the core group
 * @param namespace empty for cluster-scoped objects and lists of all namespaces
 * @param name empty for lists
 * @param subresource empty for the object itself
 */
record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  /** Parses a path; empty if it is not a resource path. */
  static Optional<ResourcePath> of(String path) {
    List<String> parts =
        Arrays.stream(path.split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    if (parts.size() >= 3 && parts.getFirst().equals("api")) {
      return Optional.of(within("", parts.get(1), parts.subList(2, parts.size())));
    }
    if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
      return Optional.of(within(parts.get(1), parts.get(2), parts.subList(3, parts.size())));
    }
    return Optional.empty();
  }

  private static ResourcePath within(String group, String version, List<String> parts) {
    boolean namespaced = parts.size() >= 3 && parts.getFirst().equals("namespaces");
    // namespaces/NAME/status is a subresource, not a list in a namespace.
    boolean ownStatus = parts.size() == 3 && parts.get(2).equals("status");
    if (namespaced && !ownStatus) {
      return new ResourcePath(
          group, version, parts.get(1), parts.get(2), at(parts, 3), at(parts, 4));
    }
    return new ResourcePath(group, version, "", parts.getFirst(), at(parts, 1), at(parts, 2));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  /** The path of another object of the same kind. */
  ResourcePath named(String other) {
    return new ResourcePath(group, version, namespace, plural, other, "");
  }

  /** Whether both paths are of the same kind. */
  boolean isSameKind(ResourcePath other) {
    return group.equals(other.group) && plural.equals(other.plural);
  }

  /** {@code pods} or {@code pods/status}, as in rules of webhooks. */
  String resource() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }

  /** The path as text. */
  String text() {
    var text = new StringBuilder(group.isEmpty() ? "/api" : "/apis/" + group);
    text.append('/').append(version);
    if (!namespace.isEmpty()) {
      text.append("/namespaces/").append(namespace);
    }
    text.append('/').append(plural);
    if (!name.isEmpty()) {
      text.append('/').append(name);
    }
    if (!subresource.isEmpty()) {
      text.append('/').append(subresource);
    }
    return text.toString();
  }
}
