package io.higuma.patch;

/**
 * A defect of a patched container, not yet attributed to a patch.
 *
 * @param at the location in the container
 * @param code a stable snake_case code
 * @param message the actual and the expected value
 */
record ContainerDefect(PatchPointer at, String code, String message) {

  /** Valid by the schema, but the API server is likely to reject it. */
  static ContainerDefect semantic(PatchPointer at, String message) {
    return new ContainerDefect(at, "semantics", message);
  }
}
