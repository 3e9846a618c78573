package io.higuma.patch;

import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One operation and its location in a patch.
 *
 * @param patch the name of the patch
 * @param where the patch, the list and the index, such as {@code wide.spec.sidecarPatch[2]}
 * @param operation what to do
 */
record PatchStep(String patch, String where, ContainerOperation operation) {
  /** Code of the violation for a path that does not exist. */
  static final String NOT_FOUND = "path_not_found";

  /** Parses all operations of a patch for one kind of container. */
  static List<Parsed<PatchStep>> read(ContainerKind kind, NamedPatch patch) {
    var steps = new ArrayList<Parsed<PatchStep>>();
    for (var written : kind.operations(patch)) {
      var where = patch.name() + ".spec." + kind.list() + "[" + steps.size() + "]";
      steps.add(
          switch (ContainerOperation.read(written)) {
            case Parsed.Good<ContainerOperation>(ContainerOperation operation) ->
                Parsed.good(new PatchStep(patch.name(), where, operation));
            case Parsed.Bad<ContainerOperation>(Violation violation) ->
                new Parsed.Bad<>(
                    new Violation(
                        where + "." + violation.path(), violation.code(), violation.message()));
          });
    }
    return steps;
  }

  /**
   * The violation if it cannot be applied: the missing field is absent here, or unknown to
   * Kubernetes.
   */
  Violation violation(Violation violation) {
    boolean isUnknown = violation.code().equals(NOT_FOUND) && !isInSchema();
    return new Violation(
        where,
        isUnknown ? "unknown_field" : violation.code(),
        "cannot "
            + QuotedValue.quote(operation.toString())
            + ": "
            + violation.message()
            + (isUnknown ? ", and Kubernetes has no such field" : ""));
  }

  private boolean isInSchema() {
    var schema = ContainerSchema.kubernetes();
    return schema.allows(operation.path())
        && switch (operation) {
          case ContainerOperation.Move(PatchPointer from, _) -> schema.allows(from);
          case ContainerOperation.Copy(PatchPointer from, _) -> schema.allows(from);
          case ContainerOperation.Add _,
              ContainerOperation.Replace _,
              ContainerOperation.Remove _ ->
              true;
        };
  }

  /** Whether it changed the value at this location or below it. */
  boolean concerns(PatchPointer location) {
    return anyPath(path -> path.overlaps(location));
  }

  /** Whether it may have changed it, if list indexes are ignored. */
  boolean mayConcern(PatchPointer location) {
    return anyPath(path -> path.mayOverlap(location));
  }

  /** Whether its path is this location or one below it. */
  boolean names(PatchPointer location) {
    return anyPath(path -> path.isWithin(location));
  }

  private boolean anyPath(Predicate<PatchPointer> predicate) {
    return predicate.test(operation.path())
        || (operation instanceof ContainerOperation.Move move && predicate.test(move.from()));
  }
}
