package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds privileges that a patch adds to a container. */
final class Privileges {
  private static final String CONTEXT = "securityContext";

  private Privileges() {}

  /** Returns a sentence for each added privilege. */
  static List<String> gained(NamedPatch patch, ContainerVariant variant, ObjectNode after) {
    var before = variant.container().path(CONTEXT);
    var context = after.path(CONTEXT);
    var gained = new ArrayList<String>();
    if (context.path("privileged").asBoolean() && !before.path("privileged").asBoolean()) {
      gained.add("runs privileged, with all rights on its node");
    }
    if (isRoot(context) && !isRoot(before)) {
      gained.add("runs as user 0 (root)");
    }
    if (context.path("allowPrivilegeEscalation").asBoolean()
        && !before.path("allowPrivilegeEscalation").asBoolean()) {
      gained.add("may gain privileges (allowPrivilegeEscalation)");
    }
    var capabilities = capabilities(context);
    capabilities.removeAll(capabilities(before));
    if (!capabilities.isEmpty()) {
      gained.add("has the added capabilities " + String.join(", ", capabilities));
    }
    return gained.stream()
        .map(what -> patch.name() + ": " + variant.kind().containerName() + " " + what)
        .toList();
  }

  private static boolean isRoot(JsonNode context) {
    return context.path("runAsUser").isNumber() && context.path("runAsUser").asLong() == 0;
  }

  private static Set<String> capabilities(JsonNode context) {
    var names = new LinkedHashSet<String>();
    for (var name : context.path("capabilities").path("add")) {
      names.add(QuotedValue.quote(name.asText()));
    }
    return names;
  }
}
