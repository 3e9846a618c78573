package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The fields of a Mesh that are read.
 *
 * @param name its name
 * @param exclusive whether MeshServices are in mode Exclusive
 * @param mtls whether mTLS is enabled
 */
public record MeshView(String name, boolean exclusive, boolean mtls) {
  /** The fields of API JSON that are read. */
  public static final String FIELDS =
      "metadata(name,resourceVersion),spec(meshServices(mode),mtls(enabledBackend))";

  /** Reads a Mesh from API JSON. */
  public static MeshView of(JsonNode mesh) {
    JsonNode spec = mesh.path("spec");
    return new MeshView(
        mesh.path("metadata").path("name").asText(),
        spec.path("meshServices").path("mode").asText("").equals("Exclusive"),
        !spec.path("mtls").path("enabledBackend").asText("").isEmpty());
  }
}
