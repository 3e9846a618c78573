package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The fields of a Mesh that are read.
 *
 * @param name its name
 * @param exclusive whether MeshServices are in mode Exclusive
 * @param features what it changes for all its proxies
 */
public record MeshView(String name, boolean exclusive, Set<Feature> features) {
  /** The fields of API JSON that are read. */
  public static final String FIELDS =
      "metadata(name,resourceVersion),spec(meshServices(mode),mtls(enabledBackend),"
          + "metrics(enabledBackend),networking(outbound(passthrough)),constraints(dataplaneProxy))";

  /** A part of the spec that changes what proxies do. */
  public enum Feature {
    MTLS("mTLS is enabled"),
    METRICS("metrics.enabledBackend is set"),
    NO_PASSTHROUGH("networking.outbound.passthrough is false"),
    CONSTRAINTS("constraints.dataplaneProxy is set");

    private final String text;

    Feature(String text) {
      this.text = text;
    }

    /** What the Mesh has, for messages. */
    public String text() {
      return text;
    }

    private boolean isIn(JsonNode spec) {
      return switch (this) {
        case MTLS -> hasBackend(spec.path("mtls"));
        case METRICS -> hasBackend(spec.path("metrics"));
        case NO_PASSTHROUGH ->
            !spec.path("networking").path("outbound").path("passthrough").asBoolean(true);
        case CONSTRAINTS ->
            !spec.path("constraints").path("dataplaneProxy").path("requirements").isEmpty()
                || !spec.path("constraints").path("dataplaneProxy").path("restrictions").isEmpty();
      };
    }

    private static boolean hasBackend(JsonNode section) {
      return !section.path("enabledBackend").asText("").isEmpty();
    }
  }

  /** Copies the set. */
  public MeshView {
    features =
        features.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(features));
  }

  /** A Mesh as Kuma creates it. */
  public static MeshView plain(String name) {
    return new MeshView(name, false, Set.of());
  }

  /** Reads a Mesh from API JSON. */
  public static MeshView of(JsonNode mesh) {
    JsonNode spec = mesh.path("spec");
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    Arrays.stream(Feature.values()).filter(feature -> feature.isIn(spec)).forEach(features::add);
    return new MeshView(
        mesh.path("metadata").path("name").asText(""),
        spec.path("meshServices").path("mode").asText("").equals("Exclusive"),
        features);
  }
}
