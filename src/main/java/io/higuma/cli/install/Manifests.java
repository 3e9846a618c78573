package io.higuma.cli.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The embedded manifests as data that can be changed. Unchanged parts keep text and comments. */
final class Manifests {
  private static final String LIST = "kustomization.yaml";
  private static final String CONFIG = "config.yaml";
  private static final String DEFINITION = "CustomResourceDefinition";

  private final List<Manifest> manifests = new ArrayList<>();
  private final ObjectNode config;

  /**
   * An object.
   *
   * @param document its text
   * @param object its data, to be changed
   */
  private record Manifest(Document document, ObjectNode object) {
    boolean isOf(String kind) {
      return object.path("kind").asText().equals(kind);
    }

    String text() {
      var text =
          object.equals(document.json().orElseThrow())
              ? document.text()
              : document.rewritten(object).text();
      return text.startsWith("---") ? text : "---\n" + text;
    }
  }

  /** Reads the embedded manifests, in the order in which they are to be applied. */
  Manifests() {
    for (var file : data(LIST).path("resources")) {
      for (var document : documents(file.asText())) {
        document
            .json()
            .ifPresent(json -> manifests.add(new Manifest(document, (ObjectNode) json.deepCopy())));
      }
    }
    config = (ObjectNode) read(configMap().path(CONFIG).asText());
  }

  /** The only object of a kind. */
  ObjectNode object(String kind) {
    return objects(kind).getFirst();
  }

  /** All objects of a kind. */
  List<ObjectNode> objects(String kind) {
    return manifests.stream()
        .filter(manifest -> manifest.isOf(kind))
        .map(Manifest::object)
        .toList();
  }

  /** The content of the configuration file. */
  ObjectNode config() {
    return config;
  }

  /** The control plane's container. */
  ObjectNode container() {
    return (ObjectNode) object("Deployment").at("/spec/template/spec/containers/0");
  }

  /** The webhooks that inject sidecars. */
  List<ObjectNode> injectors() {
    return webhooks("MutatingWebhookConfiguration");
  }

  /** The webhooks that validate objects. */
  List<ObjectNode> validators() {
    return webhooks("ValidatingWebhookConfiguration");
  }

  private List<ObjectNode> webhooks(String kind) {
    return object(kind).path("webhooks").valueStream().map(ObjectNode.class::cast).toList();
  }

  /** Removes the objects of a kind. */
  void remove(String kind) {
    manifests.removeIf(manifest -> manifest.isOf(kind));
  }

  /** Removes the CustomResourceDefinitions. */
  void removeDefinitions() {
    remove(DEFINITION);
  }

  /** Replaces a text everywhere except in CustomResourceDefinitions. */
  void replace(String text, String replacement) {
    manifests.stream()
        .filter(manifest -> !manifest.isOf(DEFINITION))
        .forEach(manifest -> replace(manifest.object(), text, replacement));
    replace(config, text, replacement);
  }

  private static void replace(JsonNode node, String text, String replacement) {
    switch (node) {
      case ObjectNode object -> {
        var names = object.propertyStream().filter(is(text)).map(entry -> entry.getKey()).toList();
        names.forEach(name -> object.put(name, replacement));
        object.forEach(child -> replace(child, text, replacement));
      }
      case ArrayNode array -> {
        for (int index = 0; index < array.size(); index++) {
          if (isText(array.get(index), text)) {
            array.set(index, TextNode.valueOf(replacement));
          }
        }
        array.forEach(child -> replace(child, text, replacement));
      }
      default -> {}
    }
  }

  private static Predicate<Map.Entry<String, JsonNode>> is(String text) {
    return entry -> isText(entry.getValue(), text);
  }

  private static boolean isText(JsonNode node, String text) {
    return node.isTextual() && node.textValue().equals(text);
  }

  /** The configuration file as text. */
  String configText() {
    var before = configMap().path(CONFIG).asText();
    return config.equals(read(before)) ? before : yaml(config);
  }

  /** Data as YAML with sorted keys, as the chart writes its configuration file. */
  static String yaml(JsonNode data) {
    return Document.yaml(sorted(data));
  }

  private static JsonNode sorted(JsonNode data) {
    if (!(data instanceof ObjectNode object)) {
      return data;
    }
    var sorted = JsonNodeFactory.instance.objectNode();
    object
        .propertyStream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
    return sorted;
  }

  /** All objects as YAML documents. */
  String text() {
    configMap().put(CONFIG, configText());
    var text = new StringBuilder();
    manifests.forEach(manifest -> text.append(manifest.text()));
    return text.toString();
  }

  private ObjectNode configMap() {
    return (ObjectNode) object("ConfigMap").path("data");
  }

  private static JsonNode data(String file) {
    return documents(file).getFirst().json().orElseThrow();
  }

  private static JsonNode read(String yaml) {
    return DocumentStream.read(new Source(CONFIG, yaml))
        .documents()
        .getFirst()
        .json()
        .orElseThrow();
  }

  private static List<Document> documents(String file) {
    try (var in = Manifests.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not part of this build");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return DocumentStream.read(new Source(file, text)).documents();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
