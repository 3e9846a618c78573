package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The patching of one container. */
final class Patching {
  /** More operations than that are refused; a container has less than a hundred fields. */
  static final int MAX_OPERATIONS = 10_000;

  /** More violations than that are counted only. */
  static final int MAX_VIOLATIONS = 20;

  private static final Pointer ESCALATION =
      Pointer.of("securityContext", "allowPrivilegeEscalation");
  private static final Pointer CONTEXT = Pointer.of("securityContext");

  private final ContainerKind kind;
  private final List<NamedPatch> patches;
  private final List<Step> steps = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Patching(ContainerKind kind, List<NamedPatch> patches) {
    this.kind = kind;
    this.patches = patches;
  }

  PatchResult apply(ObjectNode container) {
    read();
    if (!violations.isEmpty()) {
      return failed();
    }
    var document = new PatchedDocument(container);
    for (var step : steps) {
      var obstacle = document.apply(step.operation());
      if (obstacle.isPresent()) {
        violations.add(step.refused(obstacle.get()));
        return failed();
      }
    }
    return checked(container, document.document());
  }

  private void read() {
    long operations = patches.stream().mapToLong(patch -> kind.operations(patch).size()).sum();
    if (operations > MAX_OPERATIONS) {
      violations.add(
          new Violation(
              names(),
              "too_many",
              operations
                  + " operations are too many: at most "
                  + MAX_OPERATIONS
                  + " are expected"));
      return;
    }
    for (var patch : patches) {
      for (var read : Step.read(kind, patch)) {
        switch (read) {
          case Parsed.Good<Step>(Step step) -> steps.add(step);
          case Parsed.Bad<Step>(Violation violation) -> violations.add(violation);
        }
      }
    }
  }

  private PatchResult checked(ObjectNode before, JsonNode after) {
    if (!(after instanceof ObjectNode container)) {
      violation(
          new Defect(
              Pointer.ROOT, "wrong_type", "an object is expected, but it is " + Found.show(after)));
      return failed();
    }
    SchemaCheck.of(container).forEach(this::violation);
    identity(before, container);
    if (!violations.isEmpty()) {
      return failed();
    }
    escalation(container);
    SemanticCheck.of(kind, container).forEach(this::warning);
    return new PatchResult.Patched(container, warnings);
  }

  /** What later steps rely on must stay. */
  private void identity(ObjectNode before, ObjectNode after) {
    var name = after.path("name");
    if (name.isTextual() && !name.textValue().equals(kind.containerName())) {
      violation(
          new Defect(
              Pointer.of("name"),
              "name_changed",
              "the name must stay " + kind.containerName() + ", but it is " + Found.show(name)));
    }
    if (isAlwaysRestarted(before) && !isAlwaysRestarted(after)) {
      violation(
          new Defect(
              Pointer.of("restartPolicy"),
              "restart_policy",
              "it must stay Always, which makes an init container a sidecar, but it is "
                  + Found.show(after.path("restartPolicy"))));
    }
  }

  private static boolean isAlwaysRestarted(ObjectNode container) {
    return container.path("restartPolicy").asText("").equals("Always");
  }

  /**
   * A privileged container may escalate anyway, and the API server refuses one that says it may
   * not. So the field that we rendered goes away, unless the patches want it so.
   */
  private void escalation(ObjectNode container) {
    if (!(container.path("securityContext") instanceof ObjectNode context)
        || !context.path("privileged").asBoolean()
        || context.path("allowPrivilegeEscalation").asBoolean(true)
        || steps.stream().anyMatch(Patching::saysWhetherItMayEscalate)) {
      return;
    }
    context.remove("allowPrivilegeEscalation");
    warnings.add(
        blame(Pointer.of("securityContext", "privileged"))
            + ": the container "
            + kind.containerName()
            + " becomes privileged, so allowPrivilegeEscalation: false was removed from it;"
            + " a privileged container may always gain privileges");
  }

  /** A new security context as a whole says it, too. */
  private static boolean saysWhetherItMayEscalate(Step step) {
    return step.names(ESCALATION) || CONTEXT.isWithin(step.operation().path());
  }

  private void violation(Defect defect) {
    violations.add(
        new Violation(
            blame(defect.at()),
            defect.code(),
            "makes the container "
                + kind.containerName()
                + " invalid at "
                + (defect.at().isRoot() ? "its root" : Found.quote(defect.at().toString()))
                + ": "
                + defect.message()));
  }

  private void warning(Defect defect) {
    if (warnings.size() < MAX_VIOLATIONS) {
      warnings.add(
          blame(defect.at())
              + ": the API server may refuse the container "
              + kind.containerName()
              + " because of "
              + Found.quote(defect.at().toString())
              + ": "
              + defect.message());
    }
  }

  /** The last operation that concerns this place; all patches where none does. */
  private String blame(Pointer place) {
    return last(step -> step.concerns(place))
        .or(() -> last(step -> step.mayConcern(place)))
        .map(Step::where)
        .orElseGet(this::names);
  }

  private Optional<Step> last(Predicate<Step> fits) {
    return steps.reversed().stream().filter(fits).findFirst();
  }

  private String names() {
    return patches.stream()
        .filter(patch -> !kind.operations(patch).isEmpty())
        .map(NamedPatch::name)
        .distinct()
        .limit(MAX_VIOLATIONS)
        .collect(Collectors.joining(", "));
  }

  private PatchResult failed() {
    if (violations.size() <= MAX_VIOLATIONS) {
      return new PatchResult.Failed(violations);
    }
    var first = new ArrayList<>(violations.subList(0, MAX_VIOLATIONS));
    first.add(
        new Violation(
            names(),
            "too_many",
            "and " + (violations.size() - MAX_VIOLATIONS) + " more violations"));
    return new PatchResult.Failed(first);
  }
}
