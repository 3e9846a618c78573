package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;

/** A requested change of overrides. */
public sealed interface OverrideChange {

  /**
   * An RFC 7396 merge patch. Every setting in it is overridden, even with an equal value; null
   * returns to file and environment.
   *
   * @param path the setting or section that it changes, dotted
   */
  record MergePatch(String path, JsonNode patch) implements OverrideChange {}

  /**
   * An RFC 6902 patch. What it adds, replaces, moves or copies is overridden; what it removes
   * returns to file and environment.
   *
   * @param path the setting or section that its pointers start from, dotted
   */
  record JsonPatch(String path, JsonNode operations) implements OverrideChange {}

  /** Returns to file and environment at and below {@code path}. */
  record Removal(String path) implements OverrideChange {}

  /** Replaces all overrides. */
  record Replacement(Overrides overrides) implements OverrideChange {}
}
