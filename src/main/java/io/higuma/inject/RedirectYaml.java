package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes a redirect configuration as YAML for a Pod annotation: sorted keys, lists not indented,
 * strings that would parse as another type in double quotes, disabled sections omitted. The output
 * must be byte-equal to Kuma's.
 */
final class RedirectYaml {
  private RedirectYaml() {}

  static String write(ObjectNode config) {
    var copy = config.deepCopy();
    removeDisabled(copy);
    return yaml().dump(sorted(copy));
  }

  private static void removeDisabled(ObjectNode config) {
    for (var section : new String[] {"ebpf", "log"}) {
      if (!config.path(section).path("enabled").asBoolean()) {
        config.remove(section);
      }
    }
    if (!config.path("comments").path("disabled").asBoolean()) {
      config.remove("comments");
    }
    if (config.path("redirect").path("vnet").path("networks").isEmpty()) {
      config.withObject("/redirect").remove("vnet");
    }
    for (var flag :
        new String[] {"dropInvalidPackets", "verbose", "dryRun", "storeFirewalld", "cniMode"}) {
      if (!config.path(flag).asBoolean()) {
        config.remove(flag);
      }
    }
    for (var flow : new String[] {"/redirect/inbound", "/redirect/outbound"}) {
      var node = config.withObject(flow);
      if (!node.path("insertRedirectInsteadOfAppend").asBoolean()) {
        node.remove("insertRedirectInsteadOfAppend");
      }
      removeEmpty(node, false);
    }
    for (var section : new String[] {"ebpf", "iptablesExecutables"}) {
      if (config.get(section) instanceof ObjectNode node) {
        removeEmpty(node, true);
        if (node.isEmpty()) {
          config.remove(section);
        }
      }
    }
  }

  private static void removeEmpty(ObjectNode node, boolean texts) {
    var empty = new ArrayList<String>();
    node.properties()
        .forEach(
            entry -> {
              var value = entry.getValue();
              var emptyText = texts && value.isTextual() && value.asText().isEmpty();
              if (emptyText || (value.isArray() && value.isEmpty())) {
                empty.add(entry.getKey());
              }
            });
    node.remove(empty);
  }

  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      var map = new TreeMap<String, Object>();
      node.properties().forEach(entry -> map.put(entry.getKey(), sorted(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      var list = new ArrayList<Object>();
      node.forEach(element -> list.add(sorted(element)));
      return list;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? node.longValue() : node.asText();
  }

  private static Yaml yaml() {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(new Quoting(options), options);
  }

  /** Quotes a string only if it would otherwise parse as another type. */
  private static final class Quoting extends Representer {
    private final Resolver resolver = new Resolver();

    Quoting(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      var plainReadsAs = resolver.resolve(NodeId.scalar, value, true);
      var quoted = tag.equals(Tag.STR) && !plainReadsAs.equals(Tag.STR);
      return new ScalarNode(
          tag, value, null, null, quoted ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
    }
  }
}
