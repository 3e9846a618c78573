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

/** Applies patches to one container and validates the result. */
final class PatchApplication {
  /** Maximum number of operations; a container has fewer than 100 fields. */
  static final int MAX_OPERATIONS = 10_000;

  /** Maximum number of reported violations; further ones are counted. */
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
      var failure = document.apply(step.operation());
      if (failure.isPresent()) {
        violations.add(step.violation(failure.get()));
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

  /** Name and restart policy must not change: injection depends on them. */
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
   * The API server rejects privileged containers with {@code allowPrivilegeEscalation: false}.
   * Removes the rendered field, unless the patches set it.
   */
  private void escalation(ObjectNode container) {
    if (!(container.path("securityContext") instanceof ObjectNode context)
        || !context.path("privileged").asBoolean()
        || context.path("allowPrivilegeEscalation").asBoolean(true)
        || steps.stream().anyMatch(PatchApplication::setsEscalation)) {
      return;
    }
    context.remove("allowPrivilegeEscalation");
    warnings.add(
        source(PatchPointer.of("securityContext", "privileged"))
            + ": the container "
            + kind.containerName()
            + " becomes privileged, so allowPrivilegeEscalation: false was removed from it;"
            + " a privileged container may always gain privileges");
  }

  /** Also true if the whole security context is replaced. */
  private static boolean setsEscalation(PatchStep step) {
    return step.names(ESCALATION) || CONTEXT.isWithin(step.operation().path());
  }

  private void violation(ContainerDefect defect) {
    violations.add(
        new Violation(
            source(defect.at()),
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
          source(defect.at())
              + ": the API server may refuse the container "
              + kind.containerName()
              + " because of "
              + QuotedValue.quote(defect.at().toString())
              + ": "
              + defect.message());
    }
  }

  /** The last operation that changed this location; all patches if there is none. */
  private String source(PatchPointer location) {
    return last(step -> step.concerns(location))
        .or(() -> last(step -> step.mayConcern(location)))
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
