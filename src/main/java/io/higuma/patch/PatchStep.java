package io.higuma.patch;

import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One operation and where it was written.
 *
 * @param patch the name of the patch
 * @param where the patch, the list and the index, such as {@code wide.spec.sidecarPatch[2]}
 * @param operation what to do
 */
record PatchStep(String patch, String where, ContainerOperation operation) {
  /** The code of a violation by which nothing is where an operation needs something. */
  static final String NOT_FOUND = "path_not_found";

  /** Reads all operations of a patch for one kind of container. */
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

  /** Why it cannot be applied: what is missing may be there elsewhere, or nowhere at all. */
  Violation refused(Violation violation) {
    boolean nowhere = violation.code().equals(NOT_FOUND) && !isPossible();
    return new Violation(
        where,
        nowhere ? "unknown_field" : violation.code(),
        "cannot "
            + QuotedValue.quote(operation.toString())
            + ": "
            + violation.message()
            + (nowhere ? ", and Kubernetes has no such field" : ""));
  }

  private boolean isPossible() {
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

  /** Whether it changed what is at this place, or below it. */
  boolean concerns(PatchPointer place) {
    return touches(path -> path.overlaps(place));
  }

  /** Whether it may have changed it, as far as lists go. */
  boolean mayConcern(PatchPointer place) {
    return touches(path -> path.mayOverlap(place));
  }

  /** Whether it names exactly this place, or one below it. */
  boolean names(PatchPointer place) {
    return touches(path -> path.isWithin(place));
  }

  private boolean touches(Predicate<PatchPointer> place) {
    return place.test(operation.path())
        || (operation instanceof ContainerOperation.Move move && place.test(move.from()));
  }
}
