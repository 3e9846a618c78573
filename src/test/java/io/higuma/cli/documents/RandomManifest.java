package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Generates manifest streams in many YAML and JSON styles. Every choice comes from a list of
 * numbers, and is the simplest one at the end of the list, so that jqwik shrinks well.
 */
public final class RandomManifest {
  private final Iterator<Integer> choices;
  private final StringBuilder out = new StringBuilder();
  private final String[] comments = {"", "", " # plain", "\t# behind a tab", "   # it's: [odd"};
  private int made;
  private boolean anchored;

  private RandomManifest(List<Integer> choices) {
    this.choices = choices.iterator();
  }

  /** The stream for these choices. */
  public static String of(List<Integer> choices) {
    var manifest = new RandomManifest(choices);
    int documents = 1 + manifest.choose(3);
    for (int i = 0; i < documents; i++) {
      if (i > 0) {
        manifest.out.append(manifest.choose(2) == 0 ? "---\n" : "--- # next\n");
      }
      manifest.document(i);
    }
    var text = manifest.out.toString();
    if (manifest.choose(4) == 1) {
      text = text.stripTrailing();
    }
    text = manifest.choose(4) == 1 ? text.replace("\n", "\r\n") : text;
    return manifest.choose(6) == 1 ? "\uFEFF" + text : text;
  }

  private int choose(int among) {
    return choices.hasNext() ? choices.next() % among : 0;
  }

  private void document(int number) {
    switch (choose(8)) {
      case 5 ->
          out.append("kind: ConfigMap\nmetadata: {name: c, name: c}\ndata:\n  a: |\n    # x\n");
      case 6 -> out.append(StyledJson.of(pod("p" + number), choose(3)).append("\n"));
      case 7 ->
          out.append(
              StyledJson.of(
                      map(
                          "apiVersion",
                          "v1",
                          "kind",
                          "PodList",
                          "items",
                          List.of(pod("q" + number))),
                      1)
                  .append("\n"));
      case 4 -> {
        out.append("apiVersion: v1\nkind: List\nitems:\n");
        for (int i = 0; i <= choose(2); i++) {
          out.append("- ");
          block(pod("l" + number + i), 2, true);
        }
      }
      case 3 -> deployment(number);
      default -> block(pod("p" + number), 0, false);
    }
  }

  private void deployment(int number) {
    anchored = choose(2) == 1;
    block(
        map(
            "apiVersion",
            "apps/v1",
            "kind",
            "Deployment",
            "metadata",
            map("name", "d" + number),
            "spec",
            map(
                "selector", map("matchLabels", new Anchored("labels", map("app", "d", "t", "1"))),
                "template",
                    map(
                        "metadata", map("labels", new Alias("labels", map("app", "d", "t", "1"))),
                        "spec", spec()))),
        0,
        false);
  }

  private Map<String, Object> pod(String name) {
    var metadata = map("name", name);
    if (choose(3) == 1) {
      metadata.put("labels", map("app", "web", "note", "it's \"x\": y"));
    }
    if (choose(3) == 1) {
      metadata.put("annotations", map("text", "two\nlines\n", "yes", "no", "e", "\uD83D\uDE00"));
    }
    return map("apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", spec());
  }

  private Map<String, Object> spec() {
    var spec = new LinkedHashMap<String, Object>();
    if (choose(4) == 1) {
      spec.put("initContainers", List.of(map("name", "i", "image", "i")));
    }
    var containers = new ArrayList<Object>();
    for (int i = 0; i <= choose(3); i++) {
      var container = map("name", "c" + i, "image", "example.org/c:" + i);
      if (choose(3) == 1) {
        container.put("args", List.of("a b", "two\nlines\n", "-x", "#no", "1"));
      }
      if (choose(3) == 1) {
        container.put(
            "livenessProbe",
            switch (choose(3)) {
              case 1 -> map("tcpSocket", map("port", 80));
              case 2 -> map("grpc", map("port", 81), "periodSeconds", 9);
              default -> map("httpGet", map("path", "/h", "port", 82), "timeoutSeconds", 7);
            });
      }
      containers.add(container);
    }
    spec.put("containers", containers);
    if (choose(4) == 1) {
      spec.put("volumes", List.of(map("name", "v", "emptyDir", map())));
    }
    if (choose(3) == 1) {
      spec.put("restartPolicy", "Always");
    }
    return spec;
  }

  private record Anchored(String name, Map<String, Object> value) {}

  private record Alias(String name, Map<String, Object> value) {}

  private static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private String comment() {
    var comment = comments[choose(comments.length)];
    return comment.isEmpty() ? "" : comment + " " + made++;
  }

  private void comments(int column) {
    switch (choose(6)) {
      case 1 -> out.append(" ".repeat(column)).append("# above ").append(made++).append("\n");
      case 2 -> out.append("\n");
      case 3 -> out.append(" ".repeat(column + 2)).append("# deeper ").append(made++).append("\n");
      case 4 -> out.append("# left ").append(made++).append("\n");
      default -> {}
    }
  }

  private void block(Map<String, Object> map, int column, boolean begun) {
    boolean first = begun;
    for (var entry : map.entrySet()) {
      if (!first) {
        comments(column);
        out.append(" ".repeat(column));
      }
      first = false;
      out.append(entry.getKey().equals("yes") ? "\"yes\"" : entry.getKey()).append(":");
      value(entry.getValue(), column);
    }
  }

  private void value(Object value, int column) {
    switch (value) {
      case Anchored(String name, var map) when anchored -> {
        out.append(" &").append(name).append(comment()).append("\n");
        block(map, column + 2, false);
      }
      case Alias(String name, var _) when anchored ->
          out.append(" *").append(name).append(comment()).append("\n");
      case Anchored(String _, var map) -> value(map, column);
      case Alias(String _, var map) -> value(map, column);
      case Map<?, ?> map when map.isEmpty() || choose(4) == 1 ->
          out.append(choose(5) == 1 ? "\t" : " ")
              .append(flow(map, false))
              .append(comment())
              .append("\n");
      case Map<?, ?> map -> {
        out.append(comment()).append("\n");
        block(strings(map), column + 2, false);
      }
      case List<?> list when choose(5) == 1 ->
          out.append(" ").append(flow(list, choose(2) == 1)).append(comment()).append("\n");
      case List<?> list -> {
        out.append(comment()).append("\n");
        int dash = column + 2 * choose(2);
        for (var item : list) {
          comments(dash);
          out.append(" ".repeat(dash)).append("-");
          if (item instanceof Map<?, ?> map && choose(5) != 1) {
            out.append(" ");
            block(strings(map), dash + 2, true);
          } else if (item instanceof Map<?, ?> map) {
            out.append(" ").append(flow(map, false)).append(comment()).append("\n");
          } else {
            scalar(item, dash);
          }
        }
      }
      default -> scalar(value, column);
    }
  }

  private static Map<String, Object> strings(Map<?, ?> map) {
    var strings = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> strings.put((String) key, value));
    return strings;
  }

  private void scalar(Object value, int column) {
    if (value instanceof String text && text.endsWith("\n") && choose(2) == 0) {
      out.append(" |\n");
      text.lines().forEach(line -> out.append(" ".repeat(column + 2)).append(line).append("\n"));
      return;
    }
    out.append(" ").append(inline(value)).append(comment()).append("\n");
  }

  private String inline(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    boolean plain = text.matches("[a-z/][a-z0-9./:]*");
    int style = choose(3);
    if (text.indexOf('\n') >= 0 || style == 1) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
    return plain && style == 0 && !text.equals("no") ? text : "'" + text.replace("'", "''") + "'";
  }

  private String flow(Object value, boolean lined) {
    var gap = lined ? "\n      " : choose(4) == 1 ? "  " : "";
    return switch (value) {
      case Anchored(String name, var map) -> (anchored ? "&" + name + " " : "") + flow(map, lined);
      case Alias(String name, var _) when anchored -> "*" + name + " ";
      case Alias(String _, var map) -> flow(map, lined);
      case Map<?, ?> map -> {
        var parts = new ArrayList<String>();
        map.forEach((key, each) -> parts.add("\"" + key + "\": " + flow(each, false)));
        yield "{"
            + gap
            + String.join("," + (lined ? gap : " "), parts)
            + (lined ? "\n    " : gap)
            + "}";
      }
      case List<?> list -> {
        var parts = new ArrayList<String>();
        list.forEach(each -> parts.add(flow(each, false)));
        yield "["
            + gap
            + String.join("," + (lined ? gap : " "), parts)
            + (lined ? "\n    " : gap)
            + "]";
      }
      default -> inline(value);
    };
  }
}
