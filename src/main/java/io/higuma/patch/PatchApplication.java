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
final class PatchApplication {
  /** More operations than that are refused; a container has less than a hundred fields. */
  static final int MAX_OPERATIONS = 10_000;

  /** More violations than that are counted only. */
  static final int MAX_VIOLATIONS = 20;

  private static final PatchPointer ESCALATION =
      PatchPointer.of("securityContext", "allowPrivilegeEscalation");
  private static final PatchPointer CONTEXT = PatchPointer.of("securityContext");

  private final ContainerKind kind;
  private final List<NamedPatch> patches;
  private final List<PatchStep> steps = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  PatchApplication(ContainerKind kind, List<NamedPatch> patches) {
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
      for (var read : PatchStep.read(kind, patch)) {
        switch (read) {
          case Parsed.Good<PatchStep>(PatchStep step) -> steps.add(step);
          case Parsed.Bad<PatchStep>(Violation violation) -> violations.add(violation);
        }
      }
    }
  }

  private PatchResult checked(ObjectNode before, JsonNode after) {
    if (!(after instanceof ObjectNode container)) {
      violation(
          new ContainerDefect(
              PatchPointer.ROOT,
              "wrong_type",
              "an object is expected, but it is " + QuotedValue.show(after)));
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
          new ContainerDefect(
              PatchPointer.of("name"),
              "name_changed",
              "the name must stay "
                  + kind.containerName()
                  + ", but it is "
                  + QuotedValue.show(name)));
    }
    if (isAlwaysRestarted(before) && !isAlwaysRestarted(after)) {
      violation(
          new ContainerDefect(
              PatchPointer.of("restartPolicy"),
              "restart_policy",
              "it must stay Always, which makes an init container a sidecar, but it is "
                  + QuotedValue.show(after.path("restartPolicy"))));
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
        || steps.stream().anyMatch(PatchApplication::saysWhetherItMayEscalate)) {
      return;
    }
    context.remove("allowPrivilegeEscalation");
    warnings.add(
        blame(PatchPointer.of("securityContext", "privileged"))
            + ": the container "
            + kind.containerName()
            + " becomes privileged, so allowPrivilegeEscalation: false was removed from it;"
            + " a privileged container may always gain privileges");
  }

  /** A new security context as a whole says it, too. */
  private static boolean saysWhetherItMayEscalate(PatchStep step) {
    return step.names(ESCALATION) || CONTEXT.isWithin(step.operation().path());
  }

  private void violation(ContainerDefect defect) {
    violations.add(
        new Violation(
            blame(defect.at()),
            defect.code(),
            "makes the container "
                + kind.containerName()
                + " invalid at "
                + (defect.at().isRoot() ? "its root" : QuotedValue.quote(defect.at().toString()))
                + ": "
                + defect.message()));
  }

  private void warning(ContainerDefect defect) {
    if (warnings.size() < MAX_VIOLATIONS) {
      warnings.add(
          blame(defect.at())
              + ": the API server may refuse the container "
              + kind.containerName()
              + " because of "
              + QuotedValue.quote(defect.at().toString())
              + ": "
              + defect.message());
    }
  }

  /** The last operation that concerns this place; all patches where none does. */
  private String blame(PatchPointer place) {
    return last(step -> step.concerns(place))
        .or(() -> last(step -> step.mayConcern(place)))
        .map(PatchStep::where)
        .orElseGet(this::names);
  }

  private Optional<PatchStep> last(Predicate<PatchStep> fits) {
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
