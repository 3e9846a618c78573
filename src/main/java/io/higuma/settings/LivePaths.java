package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that can be changed at run time: those of the injector. */
public final class LivePaths {
  /** The section that can be changed. */
  public static final String ROOT = "runtime.kubernetes.injector";

  private LivePaths() {}

  /** Whether {@code path} is in the section that can be changed, or the section itself. */
  public static boolean isLive(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + ".");
  }

  /** The settings at or below {@code path}; empty if there is no such key. */
  public static List<SettingLeaf> leavesAt(String path) {
    return Catalogue.leaves().stream()
        .filter(leaf -> leaf.path().equals(path) || leaf.path().startsWith(path + "."))
        .toList();
  }

  /** The keys of {@code tree} that cannot be overrides; format of the configuration file. */
  static List<Violation> violations(JsonNode tree) {
    List<Violation> violations = new ArrayList<>();
    walk("", tree, violations);
    return violations;
  }

  private static void walk(String path, JsonNode section, List<Violation> violations) {
    if (section.isNull()) {
      return;
    }
    if (!section.isObject()) {
      violations.add(
          new Violation(
              path,
              "bad_section",
              "value '" + section + "' is not valid: expected keys and values"));
      return;
    }
    for (Map.Entry<String, JsonNode> entry : section.properties()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      if (entry.getKey().indexOf('.') >= 0) {
        violations.add(dotted(key, entry.getKey()));
        continue;
      }
      if (isLive(key) && Catalogue.byPath(key).isPresent()) {
        continue;
      }
      Optional<Violation> violation = violation(key);
      violation.ifPresentOrElse(violations::add, () -> walk(key, entry.getValue(), violations));
    }
  }

  /** The violation of a key that contains dots: it is not a path, so it names no setting. */
  private static Violation dotted(String path, String key) {
    boolean exists = Catalogue.byPath(path).isPresent() || !leavesAt(path).isEmpty();
    String nested =
        key.replace(".", ": {")
            + ": …"
            + "}".repeat((int) key.chars().filter(c -> c == '.').count());
    return new Violation(
        path,
        "unknown_key",
        "there is no such key: a key with dots is not a path"
            + (exists ? "; write " + nested : NearestName.ofPath(path)));
  }

  /** The violation of section {@code path}, if any. */
  private static Optional<Violation> violation(String path) {
    boolean exists = !leavesAt(path).isEmpty() || Catalogue.byPath(path).isPresent();
    if (exists && (isLive(path) || ROOT.startsWith(path + "."))) {
      return Optional.empty();
    }
    return Optional.of(
        exists || KumaKeys.knowsPath(path)
            ? new Violation(path, "not_live", notLive(path))
            : new Violation(
                path, "unknown_key", "there is no such key" + NearestName.ofPath(path)));
  }

  /** Why {@code path} cannot be changed. */
  public static String notLive(String path) {
    String alternative =
        Catalogue.byPath(path)
            .filter(leaf -> isLive(leaf.path()))
            .map(leaf -> ", this one as " + leaf.path())
            .orElse("");
    return "cannot be changed while running: only " + ROOT + " can" + alternative;
  }
}
