package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds values that are valid by the schema but that the API server rejects. They are warnings,
 * because the API server may be newer. Covers fields that patches are likely to change; not
 * complete.
 */
final class SemanticCheck {
  private static final Set<String> PORTS =
      Set.of("ports/containerPort", "httpGet/port", "tcpSocket/port", "grpc/port");
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Unconfined", "Localhost");

  /** Allowed values of fields, by object and field name. */
  private static final Map<String, Set<String>> VALUES =
      Map.ofEntries(
          Map.entry("/imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
          Map.entry("/terminationMessagePolicy", Set.of("File", "FallbackToLogsOnError")),
          Map.entry("ports/protocol", Set.of("TCP", "UDP", "SCTP")),
          Map.entry("httpGet/scheme", Set.of("HTTP", "HTTPS")),
          Map.entry(
              "volumeMounts/mountPropagation", Set.of("None", "HostToContainer", "Bidirectional")),
          Map.entry("volumeMounts/recursiveReadOnly", Set.of("Disabled", "IfPossible", "Enabled")),
          Map.entry("resizePolicy/resourceName", Set.of("cpu", "memory")),
          Map.entry("resizePolicy/restartPolicy", Set.of("NotRequired", "RestartContainer")),
          Map.entry("securityContext/procMount", Set.of("Default", "Unmasked")),
          Map.entry("seccompProfile/type", PROFILES),
          Map.entry("appArmorProfile/type", PROFILES));

  private static final Pattern PORT_NAME =
      Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

  private final List<ContainerDefect> defects = new ArrayList<>();

  private SemanticCheck() {}

  /** Returns what the API server is likely to reject in a container that is valid by the schema. */
  static List<ContainerDefect> of(ContainerKind kind, ObjectNode container) {
    var check = new SemanticCheck();
    check.values(container, "", PatchPointer.ROOT);
    check.image(container.path("image"));
    check.ports(container.path("ports"));
    SecurityCheck.of(container.path("securityContext"), check.defects);
    ResourceCheck.of(container.path("resources"), check.defects);
    HandlerCheck.of(container, check.defects);
    EnvironmentCheck.of(container, check.defects);
    MountCheck.of(container, check.defects);
    if (kind != ContainerKind.SIDECAR
        && !container.path("restartPolicy").asText("").equals("Always")) {
      check.initOnly(container);
    }
    return check.defects;
  }

  private void values(JsonNode node, String object, PatchPointer at) {
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
            QuotedValue.show(value)
                + " is not one of "
                + String.join(", ", known.stream().sorted().toList()));
      } else if (PORTS.contains(object + "/" + member.getKey())
          && value.isInt()
          && !isPort(value)) {
        defect(here, value.asText() + " is not a port: 1 to 65535");
      } else {
        values(value, member.getKey(), here);
      }
    }
  }

  private static boolean isPort(JsonNode number) {
    return number.intValue() >= 1 && number.intValue() <= 65_535;
  }

  private void image(JsonNode image) {
    if (!image.asText("").equals(image.asText("").strip())) {
      defect(PatchPointer.of("image"), "the name begins or ends with whitespace");
    }
  }

  private void ports(JsonNode ports) {
    var names = new HashSet<String>();
    int index = 0;
    for (var port : ports) {
      var at = PatchPointer.of("ports", String.valueOf(index++), "name");
      var name = port.path("name").asText("");
      if (name.isEmpty()) {
        continue;
      }
      if (!PORT_NAME.matcher(name).matches()) {
        defect(
            at,
            QuotedValue.quote(name)
                + " is not a port name: at most 15 small letters, digits and single dashes"
                + " between them, with at least one letter");
      } else if (!names.add(name)) {
        defect(at, "another port is called " + name);
      }
    }
  }

  private void initOnly(ObjectNode container) {
    for (var field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(field)) {
        defect(PatchPointer.of(field), "an init container may not have it");
      }
    }
  }

  private void defect(PatchPointer at, String message) {
    defects.add(ContainerDefect.semantic(at, message));
  }
}
