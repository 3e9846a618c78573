package io.higuma.patch;

/**
 * What is wrong with a patched container, before it is known which patch did it.
 *
 * @param at where in the container
 * @param code a stable snake_case word
 * @param message what was found there and what was expected
 */
record ContainerDefect(PatchPointer at, String code, String message) {

  /** It fits the schema, but the API server is likely to refuse it. */
  static ContainerDefect semantic(PatchPointer at, String message) {
    return new ContainerDefect(at, "semantics", message);
  }
}
