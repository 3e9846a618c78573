package io.higuma.kuma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the tree of fields that {@code kubectl explain --recursive} prints. */
final class KubectlFields {
  private static final Pattern FIELD = Pattern.compile("( +)([A-Za-z]\\w*)\\t<.*");

  private KubectlFields() {}

  /** The paths of all fields, joined by dots. */
  static List<String> of(String tree) {
    var paths = new ArrayList<String>();
    Deque<String> path = new ArrayDeque<>();
    for (var line : tree.lines().dropWhile(line -> !line.startsWith("FIELDS:")).toList()) {
      var field = FIELD.matcher(line);
      if (field.matches()) {
        int depth = field.group(1).length() / 2;
        while (path.size() >= depth) {
          path.removeLast();
        }
        path.addLast(field.group(2));
        paths.add(String.join(".", path));
      }
    }
    return paths;
  }
}
