package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what fits the schema but what the API server refuses nevertheless. Only a newer API server
 * knows for sure, so these are warnings. It looks at what patches are likely to touch and claims no
 * completeness.
 */
final class SemanticCheck {
  private static final Set<String> HANDLERS =
      Set.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
  private static final Set<String> PROBES =
      Set.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> PORTS =
      Set.of("ports/containerPort", "httpGet/port", "tcpSocket/port", "grpc/port");
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Unconfined", "Localhost");

  /** The values of some fields, by the names of object and field. */
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "/imagePullPolicy", Set.of("Always", "IfNotPresent", "Never"),
          "/terminationMessagePolicy", Set.of("File", "FallbackToLogsOnError"),
          "ports/protocol", Set.of("TCP", "UDP", "SCTP"),
          "httpGet/scheme", Set.of("HTTP", "HTTPS"),
          "volumeMounts/mountPropagation", Set.of("None", "HostToContainer", "Bidirectional"),
          "seccompProfile/type", PROFILES,
          "appArmorProfile/type", PROFILES);

  private final List<Defect> defects = new ArrayList<>();

  private SemanticCheck() {}

  /** What the API server is likely to refuse in a container that fits the schema. */
  static List<Defect> of(ContainerKind kind, ObjectNode container) {
    var check = new SemanticCheck();
    check.values(container, "", Pointer.ROOT);
    check.privileges(container.path("securityContext"));
    check.resources(container.path("resources"));
    check.handlers(container);
    check.environment(container.path("env"));
    check.mounts(container.path("volumeMounts"));
    if (kind != ContainerKind.SIDECAR
        && !container.path("restartPolicy").asText("").equals("Always")) {
      check.initOnly(container);
    }
    return check.defects;
  }

  private void values(JsonNode node, String object, Pointer at) {
    if (node.isArray()) {
      int index = 0;
      for (var element : node) {
        values(element, object, at.child(String.valueOf(index++)));
      }
    }
    for (var member : node.properties()) {
      var here = at.child(member.getKey());
      var value = member.getValue();
      var known = VALUES.get(object + "/" + member.getKey());
      if (known != null && !known.contains(value.asText())) {
        defect(
            here,
            Found.show(value)
                + " is none of "
                + String.join(", ", known.stream().sorted().toList()));
      } else if (PORTS.contains(object + "/" + member.getKey())
          && value.isInt()
          && !isPort(value)) {
        defect(here, value.asText() + " is no port: 1 to 65535");
      } else {
        values(value, member.getKey(), here);
      }
    }
  }

  private static boolean isPort(JsonNode number) {
    return number.intValue() >= 1 && number.intValue() <= 65_535;
  }

  private void privileges(JsonNode context) {
    var at = Pointer.of("securityContext", "allowPrivilegeEscalation");
    if (context.path("allowPrivilegeEscalation").asBoolean(true)) {
      return;
    }
    if (context.path("privileged").asBoolean()) {
      defect(at, "it is false, but the container is privileged");
    }
    for (var capability : context.path("capabilities").path("add")) {
      if (capability.asText().equals("CAP_SYS_ADMIN")) {
        defect(at, "it is false, but the container has the capability CAP_SYS_ADMIN");
      }
    }
  }

  private void resources(JsonNode resources) {
    for (var list : List.of("limits", "requests")) {
      for (var resource : resources.path(list).properties()) {
        var name = resource.getKey();
        var at = Pointer.of("resources", list, name);
        if (!name.contains("/") && !name.startsWith("hugepages-") && !RESOURCES.contains(name)) {
          defect(at, "containers have no resource of this name");
        }
        quantity(resource.getValue())
            .filter(Quantity::isNegative)
            .ifPresent(amount -> defect(at, resource.getValue().asText() + " is negative"));
      }
    }
    for (var request : resources.path("requests").properties()) {
      var limit = resources.path("limits").path(request.getKey());
      if (quantity(request.getValue())
          .flatMap(requested -> quantity(limit).map(most -> requested.compareTo(most) > 0))
          .orElse(false)) {
        defect(
            Pointer.of("resources", "requests", request.getKey()),
            request.getValue().asText() + " is more than the limit, " + limit.asText());
      }
    }
  }

  private static Optional<Quantity> quantity(JsonNode node) {
    return node.isTextual()
            && Quantity.parse("", node.textValue()) instanceof Parsed.Good<Quantity>(var quantity)
        ? Optional.of(quantity)
        : Optional.empty();
  }

  private void handlers(ObjectNode container) {
    for (var probe : PROBES) {
      handler(container.path(probe), Pointer.of(probe));
    }
    for (var hook : container.path("lifecycle").properties()) {
      if (hook.getValue().isObject()) {
        handler(hook.getValue(), Pointer.of("lifecycle", hook.getKey()));
      }
    }
  }

  private void handler(JsonNode node, Pointer at) {
    var found = HANDLERS.stream().filter(node::has).sorted().toList();
    if (!node.isMissingNode() && found.size() != 1) {
      defect(
          at,
          found.isEmpty()
              ? "it says nothing that is to be done"
              : "only one of " + String.join(", ", found) + " can be done");
    }
  }

  private void environment(JsonNode variables) {
    int index = 0;
    for (var variable : variables) {
      var at = Pointer.of("env", String.valueOf(index++));
      if (variable.path("name").asText("").isEmpty()) {
        defect(at.child("name"), "the name is empty");
      }
      if (variable.has("valueFrom") && !variable.path("value").asText("").isEmpty()) {
        defect(at, "it has both a value and valueFrom");
      }
    }
  }

  private void mounts(JsonNode mounts) {
    var paths = new HashSet<String>();
    int index = 0;
    for (var mount : mounts) {
      var at = Pointer.of("volumeMounts", String.valueOf(index++), "mountPath");
      var path = mount.path("mountPath").asText("");
      if (path.isEmpty()) {
        defect(at, "the path is empty");
      } else if (!paths.add(path)) {
        defect(at, "something else is mounted at " + Found.quote(path));
      }
    }
  }

  private void initOnly(ObjectNode container) {
    for (var field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(field)) {
        defect(Pointer.of(field), "an init container may not have it");
      }
    }
  }

  private void defect(Pointer at, String message) {
    defects.add(new Defect(at, "semantics", message));
  }
}
