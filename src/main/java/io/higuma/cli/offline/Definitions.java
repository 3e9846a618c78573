package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the kinds that commands read. For Kubernetes' own kinds they hold the fields that
 * are read, {@code read-fields.json}, which {@code ReadFieldsTest} compares with Kubernetes'
 * OpenAPI document; for Kuma's kinds they are the CustomResourceDefinitions of the chart.
 */
final class Definitions {
  private static final String READ_FIELDS = "read-fields.json";
  private static final String STATUS = "status";
  private static final String PATCH = "ContainerPatch.kuma.io";
  private static final Map<String, String> CUSTOM =
      Map.of(
          PATCH,
          "kuma.io_containerpatches.yaml",
          "Mesh.kuma.io",
          "kuma.io_meshes.yaml",
          "Dataplane.kuma.io",
          "kuma.io_dataplanes.yaml");

  private static final Map<String, List<StructuralSchema>> KNOWN = new ConcurrentHashMap<>();

  private Definitions() {}

  /**
   * The schemas for objects of this kind; empty if the kind is not read.
   *
   * @param kind with its group, as {@code DocumentKinds.qualified} returns it
   */
  static List<StructuralSchema> of(String kind) {
    return KNOWN.computeIfAbsent(kind, Definitions::load);
  }

  private static List<StructuralSchema> load(String kind) {
    var schemas = new ArrayList<StructuralSchema>();
    var definitions = ReadFields.DEFINITIONS;
    if (definitions.has(kind)) {
      schemas.add(new StructuralSchema(definitions, definitions.get(kind), false));
    }
    var custom = CUSTOM.get(kind);
    if (custom != null) {
      // Definitions of Kuma's own Meshes and Dataplanes may have more fields than ours.
      boolean closed = kind.equals(PATCH);
      schemas.add(new StructuralSchema(MissingNode.getInstance(), custom(custom), closed));
    }
    return List.copyOf(schemas);
  }

  private static JsonNode custom(String resource) {
    var text = new String(bytes(resource), StandardCharsets.UTF_8);
    return DocumentStream.read(new Source(resource, text)).documents().stream()
        .flatMap(document -> document.json().stream())
        .map(json -> json.at("/spec/versions/0"))
        .filter(JsonNode::isObject)
        .findFirst()
        .map(Definitions::withoutStatus)
        .orElseThrow(() -> new IllegalStateException(resource + " has no schema"));
  }

  /** Removes the schema of status if it is a subresource: clients do not write it. */
  private static JsonNode withoutStatus(JsonNode version) {
    var schema = version.at("/schema/openAPIV3Schema");
    if (version.path("subresources").has(STATUS)
        && schema.path("properties") instanceof ObjectNode fields) {
      fields.putObject(STATUS);
    }
    return schema;
  }

  private static byte[] bytes(String resource) {
    try (var stream = Definitions.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class ReadFields {
    private static final JsonNode DEFINITIONS = read();

    private static JsonNode read() {
      try {
        return JsonMapper.builder().build().readTree(bytes(READ_FIELDS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
