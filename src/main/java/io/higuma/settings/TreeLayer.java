package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Applies the tree of a file or of overrides to a draft.
 *
 * <p>Keys are not case-sensitive, as in Go's JSON. If a setting has two keys, the one in its own
 * section overrides the alias.
 */
final class TreeLayer {
  private static final Map<String, SettingLeaf> LEAVES = new HashMap<>();
  private static final Set<String> SECTIONS = new HashSet<>();

  static {
    for (SettingLeaf leaf : Catalogue.leaves()) {
      LEAVES.put(lower(leaf.path()), leaf);
      leaf.alias().ifPresent(alias -> LEAVES.put(lower(alias), leaf));
    }
    sections("", Catalogue.ROOT.children());
  }

  private final SettingsDraft draft;
  private final Origin origin;
  private final Map<SettingLeaf, Found> found = new LinkedHashMap<>();

  TreeLayer(SettingsDraft draft, Origin origin) {
    this.draft = draft;
    this.origin = origin;
  }

  /** The node for a leaf, and its path. */
  private record Found(String path, JsonNode node) {}

  /** Applies all values of {@code tree}. */
  void apply(JsonNode tree) {
    if (tree.isMissingNode() || tree.isNull()) {
      return;
    }
    section("", tree);
    found.forEach(
        (leaf, value) ->
            draft.put(leaf, TreeValues.read(leaf, value.node(), draft.valueOf(leaf)), origin));
  }

  private void section(String path, JsonNode node) {
    if (node.isNull()) {
      return;
    }
    if (!node.isObject()) {
      draft.reject(path, "bad_section", node.toString(), "keys and values", origin);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      // A key that contains a dot is not a path.
      String known = entry.getKey().indexOf('.') >= 0 ? "" : lower(key);
      SettingLeaf leaf = LEAVES.get(known);
      if (leaf != null) {
        found.merge(leaf, new Found(key, entry.getValue()), (a, b) -> moreSpecific(leaf, a, b));
      } else if (SECTIONS.contains(known)) {
        section(key, entry.getValue());
      } else if (KumaKeys.knowsPath(key)) {
        draft.ignore(key, entry.getValue(), origin.toString());
      } else {
        draft.warn("unknown key " + key + " is ignored (" + origin + ")" + NearestName.ofPath(key));
      }
    }
  }

  /** The setting's own key, else the alias; for keys that differ in case the last in Go's order. */
  private static Found moreSpecific(SettingLeaf leaf, Found first, Found second) {
    boolean firstIsOwn = first.path().equalsIgnoreCase(leaf.path());
    if (firstIsOwn != second.path().equalsIgnoreCase(leaf.path())) {
      return firstIsOwn ? first : second;
    }
    return first.path().compareTo(second.path()) > 0 ? first : second;
  }

  private static void sections(String path, List<SettingNode> nodes) {
    for (SettingNode node : nodes) {
      if (node instanceof SettingNode.Branch branch) {
        String inner = path.isEmpty() ? branch.key() : path + "." + branch.key();
        SECTIONS.add(lower(inner));
        sections(inner, branch.children());
      }
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
