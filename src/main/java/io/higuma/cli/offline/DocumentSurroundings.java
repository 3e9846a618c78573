package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Surroundings;
import io.higuma.inject.workload.DocumentKinds;
import io.higuma.kuma.Labels;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Surroundings from documents. Defaults for what they do not show: a Namespace exists without
 * labels, and the Mesh that the control plane creates exists.
 */
public final class DocumentSurroundings implements Surroundings {
  private static final String METADATA_NAMESPACE = "/metadata/namespace";

  private final Assumptions assumptions;
  private final Map<String, NamespaceView> namespaces = new HashMap<>();
  private final Set<String> meshes = new HashSet<>();
  private final Map<String, NamedPatch> patches = new HashMap<>();
  private final Map<String, String> redirectConfigs = new HashMap<>();
  private final Map<String, List<SelectingService>> services = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Defaults for what the documents do not show.
   *
   * @param namespace of objects without a namespace
   * @param systemNamespace namespace of ContainerPatches and the redirect ConfigMap
   * @param defaultMesh whether the Mesh {@code default} exists even if no document has it
   * @param allLabelled whether every Namespace counts as labelled for injection
   */
  public record Assumptions(
      String namespace, String systemNamespace, boolean defaultMesh, boolean allLabelled) {}

  /** Reads the objects of the documents. */
  public DocumentSurroundings(Iterable<JsonNode> documents, Assumptions assumptions) {
    this.assumptions = assumptions;
    if (assumptions.defaultMesh()) {
      meshes.add("default");
    }
    for (JsonNode document : documents) {
      DocumentKinds.objects(document).forEach(object -> add(object.json()));
    }
  }

  /** Warnings about the documents. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Whether a document has this Namespace. */
  public boolean shows(String namespace) {
    return namespaces.containsKey(namespace);
  }

  private void add(JsonNode object) {
    var name = object.at("/metadata/name").asText();
    switch (DocumentKinds.qualified(object)) {
      case "Namespace" ->
          namespaces.put(
              name,
              new NamespaceView(
                  texts(object.at("/metadata/labels")), texts(object.at("/metadata/annotations"))));
      case "Mesh.kuma.io" -> meshes.add(name);
      case "ContainerPatch.kuma.io" -> containerPatch(name, object);
      case "ConfigMap" -> configMap(name, object);
      case "Service" -> service(name, object);
      default -> {}
    }
  }

  private void containerPatch(String name, JsonNode object) {
    if (!isInSystemNamespace(object)) {
      warnings.add(
          "ContainerPatch %s/%s is not used: it must be in namespace %s"
              .formatted(
                  object.at(METADATA_NAMESPACE).asText(), name, assumptions.systemNamespace()));
      return;
    }
    patches.put(name, NamedPatch.of(object));
  }

  private void configMap(String name, JsonNode object) {
    var config = object.at("/data/config.yaml");
    if (isInSystemNamespace(object) && config.isTextual()) {
      redirectConfigs.put(name, config.textValue());
    }
  }

  private void service(String name, JsonNode object) {
    var namespace = NamespacedObjects.namespace(object, assumptions.namespace());
    services
        .computeIfAbsent(namespace, _ -> new ArrayList<>())
        .add(
            new SelectingService(
                name,
                texts(object.at("/metadata/labels")),
                texts(object.at("/metadata/annotations")),
                texts(object.at("/spec/selector"))));
  }

  private boolean isInSystemNamespace(JsonNode object) {
    var system = assumptions.systemNamespace();
    return NamespacedObjects.namespace(object, system).equals(system);
  }

  /** A map of strings, such as labels, in its order; the API server reads null as an empty text. */
  static Map<String, String> texts(JsonNode object) {
    var texts = new LinkedHashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
    return texts;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    var view = namespaces.getOrDefault(name, new NamespaceView(Map.of(), Map.of()));
    if (!assumptions.allLabelled()) {
      return Optional.of(view);
    }
    var labels = new LinkedHashMap<>(view.labels());
    labels.put(Labels.SIDECAR_INJECTION, "enabled");
    return Optional.of(new NamespaceView(labels, view.annotations()));
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
    return Optional.ofNullable(redirectConfigs.get(configMap));
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return services.getOrDefault(namespace, List.of());
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return Set.of();
  }
}
