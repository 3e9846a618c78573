package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Finds probes and lifecycle hooks without exactly one handler, and invalid numbers of probes. */
final class HandlerCheck {
  private static final Set<String> HANDLERS =
      Set.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final String READINESS = "readinessProbe";
  private static final List<String> COUNTS =
      List.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold");
  private static final String GRACE = "terminationGracePeriodSeconds";

  private final List<ContainerDefect> defects;

  private HandlerCheck(List<ContainerDefect> defects) {
    this.defects = defects;
  }

  static void of(ObjectNode container, List<ContainerDefect> defects) {
    var check = new HandlerCheck(defects);
    for (var probe : PROBES) {
      check.handler(container.path(probe), PatchPointer.of(probe));
      check.numbers(container.path(probe), probe);
    }
    for (var hook : container.path("lifecycle").properties()) {
      if (hook.getValue().isObject()) {
        check.handler(hook.getValue(), PatchPointer.of("lifecycle", hook.getKey()));
      }
    }
  }

  private void handler(JsonNode node, PatchPointer at) {
    var found = HANDLERS.stream().filter(node::has).sorted().toList();
    if (!node.isMissingNode() && found.size() != 1) {
      defect(
          at,
          found.isEmpty()
              ? "it has no handler"
              : "only one handler is allowed, but it has " + String.join(", ", found));
    }
    if (node.has("exec") && node.path("exec").path("command").isEmpty()) {
      defect(at.child("exec").child("command"), "there is no command");
    }
  }

  private void numbers(JsonNode probe, String name) {
    for (var count : COUNTS) {
      if (probe.path(count).asLong() < 0) {
        defect(PatchPointer.of(name, count), probe.path(count).asText() + " is negative");
      }
    }
    boolean isReadiness = name.equals(READINESS);
    if (!isReadiness && probe.path("successThreshold").asLong(1) > 1) {
      defect(PatchPointer.of(name, "successThreshold"), "it must be 1 in this probe");
    }
    if (probe.has(GRACE) && (isReadiness || probe.path(GRACE).asLong(1) < 1)) {
      defect(
          PatchPointer.of(name, GRACE),
          isReadiness ? "a readiness probe cannot have it" : "it must be more than 0");
    }
  }

  private void defect(PatchPointer at, String message) {
    defects.add(ContainerDefect.semantic(at, message));
  }
}
