package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Finds inconsistent fields in the security context of a container. */
final class SecurityCheck {
  private static final String CONTEXT = "securityContext";
  private static final String PROFILE = "localhostProfile";

  private SecurityCheck() {}

  static void of(JsonNode context, List<ContainerDefect> defects) {
    for (var field : List.of("runAsUser", "runAsGroup")) {
      var id = context.path(field);
      if (id.isIntegralNumber() && (id.asLong() < 0 || id.asLong() > Integer.MAX_VALUE)) {
        defects.add(
            ContainerDefect.semantic(
                PatchPointer.of(CONTEXT, field),
                id.asText() + " is not a valid id: 0 to " + Integer.MAX_VALUE));
      }
    }
    for (var field : List.of("seccompProfile", "appArmorProfile")) {
      var profile = context.path(field);
      boolean isLocal = profile.path("type").asText("").equals("Localhost");
      if (isLocal != !profile.path(PROFILE).asText("").isEmpty()) {
        defects.add(
            ContainerDefect.semantic(
                PatchPointer.of(CONTEXT, field, PROFILE),
                "it is required for the type Localhost and not allowed for others"));
      }
    }
    escalation(context, defects);
  }

  private static void escalation(JsonNode context, List<ContainerDefect> defects) {
    var at = PatchPointer.of(CONTEXT, "allowPrivilegeEscalation");
    if (context.path("allowPrivilegeEscalation").asBoolean(true)) {
      return;
    }
    if (context.path("privileged").asBoolean()) {
      defects.add(ContainerDefect.semantic(at, "it is false, but the container is privileged"));
    }
    for (var capability : context.path("capabilities").path("add")) {
      if (capability.asText().equals("CAP_SYS_ADMIN")) {
        defects.add(
            ContainerDefect.semantic(
                at, "it is false, but the container has the capability CAP_SYS_ADMIN"));
      }
    }
  }
}
