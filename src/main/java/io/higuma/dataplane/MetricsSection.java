package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.DataplaneAnnotations;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Builds the section {@code metrics}: the Prometheus endpoint of the sidecar. */
final class MetricsSection {
  private static final String AGGREGATE = DataplaneAnnotations.METRICS + "aggregate-";
  private static final List<String> FIELDS = List.of("-port", "-path", "-enabled");

  private final ConversionState state;

  MetricsSection(ConversionState state) {
    this.state = state;
  }

  /** The section; empty if no metrics annotation is set. */
  Optional<ObjectNode> build() {
    String path = state.read(DataplaneAnnotations.METRICS_PATH).orElse("");
    Optional<Integer> port = state.read(DataplaneAnnotations.METRICS_PORT);
    NavigableSet<String> apps = apps();
    if (path.isEmpty() && port.isEmpty() && apps.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode metrics = JsonNodeFactory.instance.objectNode().put("type", "prometheus");
    ObjectNode conf = metrics.putObject("conf");
    putText(conf, "path", path);
    port.ifPresent(number -> putPort(conf, number));
    apps.forEach(app -> conf.withArray("aggregate").add(app(app)));
    return Optional.of(metrics);
  }

  /** The applications that have annotations, sorted by name for a stable order. */
  private NavigableSet<String> apps() {
    NavigableSet<String> apps = new TreeSet<>();
    for (String key : state.pod().annotations().keySet()) {
      if (key.startsWith(AGGREGATE)) {
        FIELDS.stream()
            .filter(key::endsWith)
            .filter(field -> key.length() > AGGREGATE.length() + field.length())
            .map(field -> key.substring(AGGREGATE.length(), key.length() - field.length()))
            .filter(app -> app.chars().allMatch(MetricsSection::isNameCharacter))
            .forEach(apps::add);
      }
    }
    return apps;
  }

  private ObjectNode app(String app) {
    boolean enabled = state.read(DataplaneAnnotations.aggregateEnabled(app)).orElse(true);
    Optional<Integer> port = state.read(DataplaneAnnotations.aggregatePort(app));
    String portKey = DataplaneAnnotations.aggregatePort(app).name();
    if (enabled && !state.pod().annotations().containsKey(portKey)) {
      state.fail(
          ConversionProblem.Code.MISSING_ANNOTATION,
          portKey,
          "is missing: metrics of '" + app + "' cannot be scraped without a port");
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", app);
    putText(node, "path", text(app, "path", "/metrics"));
    putText(node, "address", text(app, "address", ""));
    port.ifPresent(number -> putPort(node, number));
    return node.put("enabled", enabled);
  }

  private String text(String app, String what, String fallback) {
    return state
        .pod()
        .annotations()
        .getOrDefault(DataplaneAnnotations.aggregate(app, what), fallback);
  }

  private static void putText(ObjectNode node, String field, String value) {
    if (!value.isEmpty()) {
      node.put(field, value);
    }
  }

  private static void putPort(ObjectNode node, int port) {
    if (port != 0) {
      node.put("port", port);
    }
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }
}
