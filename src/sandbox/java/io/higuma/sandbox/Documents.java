package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.sandbox.memory.KnownKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests and creates their objects. */
final class Documents {
  private static final int CONFLICT = 409;

  private final KubeRest rest;

  /** An object that the API refused. */
  record Refused(String kind, String namespace, String name, String message) {}

  Documents(KubeRest rest) {
    this.rest = rest;
  }

  /** The documents of a manifest. */
  static List<ObjectNode> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static List<ObjectNode> parse(String yaml) throws IOException {
    List<ObjectNode> documents = new ArrayList<>();
    try (var values = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (values.hasNext()) {
        if (values.next() instanceof ObjectNode document) {
          documents.add(document);
        }
      }
    }
    return documents;
  }

  /** Creates the objects in order; existing ones are kept. */
  List<Refused> create(List<ObjectNode> documents) throws IOException, InterruptedException {
    List<Refused> refused = new ArrayList<>();
    for (var document : documents) {
      var kind = document.path("kind").asText();
      var name = document.at("/metadata/name").asText();
      var namespace = document.at("/metadata/namespace").asText("default");
      var path =
          KnownKind.of(document.path("apiVersion").asText(), kind)
              .orElseThrow(() -> new IOException("the sandbox does not know the kind " + kind))
              .path(namespace);
      var answer = rest.create(path, document);
      if (!answer.isSuccess() && answer.status() != CONFLICT) {
        refused.add(new Refused(kind, namespace, name, answer.message()));
      }
    }
    return refused;
  }
}
