package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Finds probes and hooks that say nothing or too much, and numbers of probes that cannot be. */
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
              ? "it says nothing that is to be done"
              : "only one of " + String.join(", ", found) + " can be done");
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
    boolean decidesTraffic = name.equals(READINESS);
    if (!decidesTraffic && probe.path("successThreshold").asLong(1) > 1) {
      defect(PatchPointer.of(name, "successThreshold"), "it must be 1 in this probe");
    }
    if (probe.has(GRACE) && (decidesTraffic || probe.path(GRACE).asLong(1) < 1)) {
      defect(
          PatchPointer.of(name, GRACE),
          decidesTraffic ? "a readiness probe ends nothing" : "it must be more than 0");
    }
  }

  private void defect(PatchPointer at, String message) {
    defects.add(ContainerDefect.semantic(at, message));
  }
}
