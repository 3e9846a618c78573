package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Applies a change to overrides. The values are checked when the overrides are loaded. */
final class OverrideEditor {
  private final Overrides before;
  private final Settings effective;
  private final Settings base;
  private final Function<Overrides, List<Violation>> check;

  /**
   * Creates an editor of these overrides.
   *
   * @param before the overrides to change
   * @param effective the settings with them
   * @param base the settings without any
   * @param check returns violations of values; called only if there are other violations
   */
  OverrideEditor(
      Overrides before,
      Settings effective,
      Settings base,
      Function<Overrides, List<Violation>> check) {
    this.before = before;
    this.effective = effective;
    this.base = base;
    this.check = check;
  }

  /** The overrides after {@code change}, or all its violations. */
  Validated<Overrides> after(OverrideChange change) {
    return switch (change) {
      case OverrideChange.MergePatch merge -> merged(merge);
      case OverrideChange.JsonPatch patch -> patched(patch);
      case OverrideChange.Removal removal -> new Validated.Good<>(before.without(removal.path()));
      case OverrideChange.Replacement replacement -> new Validated.Good<>(replacement.overrides());
    };
  }

  private Validated<Overrides> merged(OverrideChange.MergePatch merge) {
    JsonNode result = MergePatch.apply(current(merge.path()), merge.patch());
    return override(merge.path(), result, keys -> MergePatch.names(merge.patch(), keys));
  }

  private Validated<Overrides> patched(OverrideChange.JsonPatch patch) {
    return JsonPatchDocument.read(patch.operations())
        .then(
            document ->
                document
                    .apply(current(patch.path()))
                    .then(result -> override(patch.path(), result, document::names)));
  }

  private JsonNode current(String path) {
    return SettingsJson.at(effective, path).orElseThrow();
  }

  /** Overrides every setting that the change names with its value in the result. */
  private Validated<Overrides> override(
      String path, JsonNode result, Predicate<List<String>> namedByChange) {
    Overrides after = before;
    for (SettingLeaf leaf : LivePaths.leavesAt(path)) {
      List<String> keys = relative(path, leaf);
      if (namedByChange.test(keys)) {
        Optional<JsonNode> value = overrideFor(leaf, at(result, keys));
        after = value.isPresent() ? after.with(leaf, value.get()) : after.without(leaf.path());
      }
    }
    List<Violation> violations = new ArrayList<>(LivePaths.violations(nested(path, result)));
    if (violations.isEmpty()) {
      return new Validated.Good<>(after);
    }
    violations.addAll(check.apply(after));
    return new Validated.Bad<>(List.copyOf(violations));
  }

  private static JsonNode nested(String path, JsonNode value) {
    JsonNode tree = value;
    for (String key : Overrides.keys(path).reversed()) {
      tree = JsonNodeFactory.instance.objectNode().set(key, tree);
    }
    return tree;
  }

  private static List<String> relative(String path, SettingLeaf leaf) {
    return leaf.path().equals(path)
        ? List.of()
        : Overrides.keys(leaf.path().substring(path.length() + 1));
  }

  private static JsonNode at(JsonNode result, List<String> keys) {
    JsonNode node = result;
    for (String key : keys) {
      node = node.path(key);
    }
    return node;
  }

  /** The override that sets {@code leaf} to {@code value}; empty if there is no value. */
  private Optional<JsonNode> overrideFor(SettingLeaf leaf, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return leaf.type() == LeafType.MAP && value instanceof ObjectNode map
        ? entries(leaf, map)
        : Optional.of(value);
  }

  /** Maps are merged over the layers, so only differences are written; null removes an entry. */
  private Optional<JsonNode> entries(SettingLeaf leaf, ObjectNode map) {
    JsonNode below = SettingsJson.at(base, leaf.path()).orElseThrow();
    ObjectNode entries = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (!entry.getValue().equals(below.get(entry.getKey()))) {
        entries.set(entry.getKey(), entry.getValue());
      }
    }
    below
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!map.has(name)) {
                entries.putNull(name);
              }
            });
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
  }
}
