package io.higuma.cli;

/** Output format of a changed stream. */
enum OutputFormat {
  /** YAML; JSON documents are converted. */
  yaml,
  /** JSON; YAML documents are converted. */
  json,
  /** A unified diff against the input. */
  diff,
  /** One JSON patch per object. */
  patch
}
