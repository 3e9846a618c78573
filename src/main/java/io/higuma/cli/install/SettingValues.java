package io.higuma.cli.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.install.ChartValue.Rule;
import io.higuma.kuma.Parsed;
import io.higuma.settings.Catalogue;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
import java.util.ArrayList;
import java.util.List;

/** The values of the chart that become settings in the configuration file. */
final class SettingValues {
  private static final String INJECTOR = "runtime.kubernetes.injector.";
  private static final String SIDECAR = "sidecarContainer";
  private static final String INIT = "initContainer";

  private final List<ChartValue> values = new ArrayList<>();

  private SettingValues() {}

  static List<ChartValue> all() {
    var made = new SettingValues();
    made.settings();
    made.resources();
    made.meshCreation();
    made.images();
    return made.values;
  }

  private void settings() {
    add("controlPlane.zone", "multizone.zone.name");
    add("controlPlane.apiServer.readOnly", "apiServer.readOnly");
    add(
        "controlPlane.disallowMultipleMeshesPerNamespace",
        "runtime.kubernetes.disallowMultipleMeshesPerNamespace");
    add("cni.enabled", INJECTOR + "cniEnabled");
    add("dataPlane.features.unifiedResourceNaming", INJECTOR + "unifiedResourceNamingEnabled");
    add("dataPlane.dnsLogging", INJECTOR + "builtinDNS.logging");
    add("experimental.sidecarContainers", INJECTOR + "sidecarContainers");
    add("experimental.envoyAdminUnixSocket", "bootstrapServer.params.envoyAdminUnixSocket");
    add("experimental.inboundTagsDisabled", "experimental.inboundTagsDisabled");
    add("experimental.deltaXds", "experimental.deltaXds");
  }

  private void resources() {
    for (var container : List.of(SIDECAR, INIT, "validationContainer")) {
      for (var amount : List.of("requests.cpu", "requests.memory", "limits.cpu", "limits.memory")) {
        var path = container + ".resources." + amount;
        add("dataPlane." + path, INJECTOR + path);
      }
    }
  }

  private void add(String key, String path) {
    var leaf = leaf(path);
    values.add(new ChartValue(key, rule(leaf), (manifests, text) -> put(manifests, leaf, text)));
  }

  private static SettingLeaf leaf(String path) {
    return Catalogue.byPath(path).orElseThrow(() -> new IllegalStateException(path));
  }

  private static Rule rule(SettingLeaf leaf) {
    return new Rule(
        leaf.expected(), text -> SettingsJson.read(leaf, text) instanceof Parsed.Good<JsonNode>);
  }

  /** Puts a valid value into the configuration file. */
  static void put(Manifests manifests, SettingLeaf leaf, String text) {
    if (SettingsJson.read(leaf, text) instanceof Parsed.Good<JsonNode>(var value)) {
      int dot = leaf.path().lastIndexOf('.');
      var section =
          dot < 0 ? manifests.config() : section(manifests, leaf.path().substring(0, dot));
      section.set(leaf.path().substring(dot + 1), value);
    }
  }

  private static ObjectNode section(Manifests manifests, String path) {
    return manifests.config().withObject("/" + path.replace('.', '/'));
  }

  /** Without the right to create a Mesh, which only its creation needs. */
  private void meshCreation() {
    var leaf = leaf("defaults.skipMeshCreation");
    values.add(
        new ChartValue(
            "controlPlane.defaults.skipMeshCreation",
            Rule.BOOLEAN,
            (manifests, text) -> {
              put(manifests, leaf, text);
              if (text.equals("true")) {
                manifests.objects("ClusterRole").forEach(SettingValues::removeMeshCreation);
              }
            }));
  }

  private static void removeMeshCreation(ObjectNode role) {
    ((ArrayNode) role.path("rules"))
        .removeIf(
            rule ->
                rule.path("resources").toString().equals("[\"meshes\"]")
                    && rule.path("verbs").toString().equals("[\"create\"]"));
  }

  /** Those of all images first, because those of one image take precedence. */
  private void images() {
    for (var part : List.of("registry", "tag")) {
      values.add(
          new ChartValue(
              "global.image." + part,
              Rule.TEXT,
              (manifests, text) -> {
                Image.put(injected(manifests, SIDECAR), part, text);
                Image.put(injected(manifests, INIT), part, text);
              }));
    }
    for (var part : List.of("repository", "tag")) {
      image("dataPlane.image." + part, SIDECAR, part);
      image("dataPlane.initImage." + part, INIT, part);
    }
  }

  private void image(String key, String container, String part) {
    values.add(
        new ChartValue(
            key,
            Rule.TEXT,
            (manifests, text) -> Image.put(injected(manifests, container), part, text)));
  }

  private static ObjectNode injected(Manifests manifests, String container) {
    return section(manifests, INJECTOR + container);
  }
}
