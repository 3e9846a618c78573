package io.higuma.cli;

/** In which form a changed stream is written. */
enum OutputFormat {
  /** YAML all through: documents that came as JSON are turned into YAML. */
  yaml,
  /** JSON all through. */
  json,
  /** What changes, as a unified diff against the input. */
  diff,
  /** What changes, as one JSON patch for each object. */
  patch
}
