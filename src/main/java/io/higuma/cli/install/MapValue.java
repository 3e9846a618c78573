package io.higuma.cli.install;

import io.higuma.cli.install.ChartValue.Rule;
import java.util.List;
import java.util.Optional;

/**
 * A map among the chart's values, each of whose entries can be set.
 *
 * @param prefix of its keys, with the last dot
 * @param rule the valid values of an entry
 * @param kind of the object with the map
 * @param pointer JSON pointer to the map in the object, which is created if it is missing
 */
record MapValue(String prefix, Rule rule, String kind, String pointer) {
  private static final Rule ANY = new Rule("a text", _ -> true);
  private static final String RESOURCES = "/spec/template/spec/containers/0/resources/";
  private static final List<MapValue> ALL =
      List.of(
          ofDeployment("resources.requests.", Rule.QUANTITY, RESOURCES + "requests"),
          ofDeployment("resources.limits.", Rule.QUANTITY, RESOURCES + "limits"),
          ofDeployment("nodeSelector.", ANY, "/spec/template/spec/nodeSelector"),
          ofDeployment("podAnnotations.", ANY, "/spec/template/metadata/annotations"),
          ofDeployment("deploymentAnnotations.", ANY, "/metadata/annotations"),
          new MapValue(
              "controlPlane.serviceAccountAnnotations.",
              ANY,
              "ServiceAccount",
              "/metadata/annotations"),
          new MapValue(
              "controlPlane.service.annotations.", ANY, "Service", "/metadata/annotations"));

  private static MapValue ofDeployment(String name, Rule rule, String pointer) {
    return new MapValue("controlPlane." + name, rule, "Deployment", pointer);
  }

  static List<MapValue> all() {
    return ALL;
  }

  /** The value of an entry; empty if the key is that of no map. */
  static Optional<ChartValue> find(String key) {
    return ALL.stream()
        .filter(map -> key.startsWith(map.prefix) && key.length() > map.prefix.length())
        .findFirst()
        .map(map -> map.entry(key));
  }

  private ChartValue entry(String key) {
    // As in Helm, a backslash precedes a dot that belongs to a name.
    var name = key.substring(prefix.length()).replace("\\.", ".");
    return new ChartValue(
        key, rule, (manifests, text) -> manifests.object(kind).withObject(pointer).put(name, text));
  }
}
