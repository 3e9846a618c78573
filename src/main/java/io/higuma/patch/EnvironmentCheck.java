package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds environment variables that the API server rejects. */
final class EnvironmentCheck {
  private static final String ENV = "env";
  private static final Set<String> SOURCES =
      Set.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
  private static final Set<String> LISTS = Set.of("configMapRef", "secretRef");

  /** Kubernetes accepts printable ASCII without {@code =}; older releases accept less. */
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7E&&[^=]]+");

  private static final Pattern FIELD =
      Pattern.compile(
          "metadata\\.(name|namespace|uid)|spec\\.(nodeName|serviceAccountName)"
              + "|status\\.(hostIPs?|podIPs?)|metadata\\.(labels|annotations)\\['.+'\\]");

  private final List<ContainerDefect> defects;

  private EnvironmentCheck(List<ContainerDefect> defects) {
    this.defects = defects;
  }

  static void of(ObjectNode container, List<ContainerDefect> defects) {
    var check = new EnvironmentCheck(defects);
    int index = 0;
    for (var variable : container.path(ENV)) {
      check.variable(variable, PatchPointer.of(ENV, String.valueOf(index++)));
    }
    index = 0;
    for (var list : container.path("envFrom")) {
      check.one(list, LISTS, PatchPointer.of("envFrom", String.valueOf(index++)));
    }
  }

  private void variable(JsonNode variable, PatchPointer at) {
    var name = variable.path("name").asText("");
    if (name.isEmpty()) {
      defect(at.child("name"), "the name is empty");
    } else if (!NAME.matcher(name).matches()) {
      defect(at.child("name"), QuotedValue.quote(name) + " is not printable ASCII without =");
    }
    var from = variable.path("valueFrom");
    if (!from.isObject()) {
      return;
    }
    if (!variable.path("value").asText("").isEmpty()) {
      defect(at, "it has both a value and valueFrom");
    }
    one(from, SOURCES, at.child("valueFrom"));
    var field = from.path("fieldRef").path("fieldPath");
    if (field.isTextual() && !FIELD.matcher(field.textValue()).matches()) {
      defect(
          at.child("valueFrom").child("fieldRef").child("fieldPath"),
          QuotedValue.quote(field.textValue())
              + " is not a Pod field that a variable can refer to");
    }
  }

  private void one(JsonNode node, Set<String> known, PatchPointer at) {
    if (known.stream().filter(node::has).count() != 1) {
      defect(at, "must have exactly one of " + String.join(", ", known.stream().sorted().toList()));
    }
  }

  private void defect(PatchPointer at, String message) {
    defects.add(ContainerDefect.semantic(at, message));
  }
}
