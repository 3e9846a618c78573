package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.patch.NamedPatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cluster objects of the recording of Kuma's control plane. */
public class KumaCluster implements Surroundings {
  private final Map<String, NamespaceView> namespaces = new HashMap<>();
  private final Map<String, NamedPatch> patches = new HashMap<>();
  private final Map<String, String> configMaps = new HashMap<>();
  private final List<String> meshes = new ArrayList<>(List.of("default"));

  /** Reads {@code kuma-2.14/cluster.yaml}. */
  public KumaCluster() {
    try (var in = KumaCluster.class.getResourceAsStream("/kuma-2.14/cluster.yaml")) {
      var yaml = new YAMLMapper();
      yaml.readerFor(JsonNode.class).<JsonNode>readValues(in).forEachRemaining(this::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(JsonNode document) {
    var name = document.at("/metadata/name").asText();
    switch (document.path("kind").asText()) {
      case "Namespace" ->
          namespaces.put(
              name,
              new NamespaceView(
                  strings(document.at("/metadata/labels")),
                  strings(document.at("/metadata/annotations"))));
      case "Mesh" -> meshes.add(name);
      case "ContainerPatch" -> patches.put(name, NamedPatch.of(document));
      case "ConfigMap" -> configMaps.put(name, document.at("/data/config.yaml").asText());
      default -> throw new IllegalStateException("unknown kind in " + document);
    }
  }

  private static Map<String, String> strings(JsonNode node) {
    var strings = new HashMap<String, String>();
    node.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  @Override
  public boolean meshExists(String name) {
    return meshes.contains(name);
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return Optional.ofNullable(patches.get(name));
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return Optional.ofNullable(configMaps.get(configMap));
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return Set.of();
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return List.of();
  }
}
