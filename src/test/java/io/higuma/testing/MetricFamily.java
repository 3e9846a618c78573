package io.higuma.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A metric of the text formats of Prometheus and OpenMetrics.
 *
 * @param name as in the format: a counter ends in {@code _total}
 * @param type counter, gauge, histogram or summary
 * @param help its description
 * @param labels the names of its labels, without those of the format
 */
public record MetricFamily(String name, String type, String help, Set<String> labels) {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:]+)\\{(.*)\\} .*");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\",?");
  private static final Set<String> OF_FORMAT = Set.of("le", "quantile");

  /** The metrics of a text by name; the maximum of a histogram belongs to it. */
  public static List<MetricFamily> of(String text) {
    Map<String, String> helps = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    for (var line : text.lines().toList()) {
      var comment = COMMENT.matcher(line);
      var sample = SAMPLE.matcher(line);
      if (comment.matches()) {
        (comment.group(1).equals("HELP") ? helps : types).put(comment.group(2), comment.group(3));
      } else if (sample.matches()) {
        var names = labels.computeIfAbsent(family(sample.group(1), types), _ -> new TreeSet<>());
        LABEL
            .matcher(sample.group(2))
            .results()
            .map(label -> label.group(1))
            .filter(label -> !OF_FORMAT.contains(label))
            .forEach(names::add);
      }
    }
    var families = new ArrayList<MetricFamily>();
    types.forEach(
        (name, type) -> {
          var whole = name.replaceFirst("_max$", "");
          if (whole.equals(name) || !types.containsKey(whole)) {
            families.add(
                new MetricFamily(
                    shown(name, type),
                    type,
                    helps.getOrDefault(name, ""),
                    labels.getOrDefault(name, Set.of())));
          }
        });
    return families;
  }

  /** OpenMetrics names a counter without the suffix that its samples have. */
  private static String shown(String name, String type) {
    return type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
  }

  private static String family(String sample, Map<String, String> types) {
    return types.containsKey(sample)
        ? sample
        : sample.replaceFirst("_(bucket|count|sum|total)$", "");
  }
}
