package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The parts of a ConfigMap in the system namespace that are read.
 *
 * @param redirection its key {@code config.yaml}: a redirection
 * @param virtualIps its key {@code config}, if its name is that of the virtual IPs of a Mesh
 */
public record SystemConfigMap(Optional<String> redirection, Optional<String> virtualIps) {
  /** The key of the virtual IPs. */
  public static final String VIPS_KEY = "config";

  static final String REDIRECT_KEY = "config.yaml";
  private static final String VIPS_PREFIX = "kuma-";
  private static final String VIPS_SUFFIX = "-dns-vips";

  static SystemConfigMap of(JsonNode object) {
    JsonNode data = object.path("data");
    boolean vips = meshOfVips(object.path("metadata").path("name").asText("")).isPresent();
    return new SystemConfigMap(
        Optional.ofNullable(data.get(REDIRECT_KEY)).map(JsonNode::asText),
        vips ? Optional.ofNullable(data.get(VIPS_KEY)).map(JsonNode::asText) : Optional.empty());
  }

  /** The name of the ConfigMap with the virtual IPs of a Mesh. */
  public static String vipsOf(String mesh) {
    return VIPS_PREFIX + mesh + VIPS_SUFFIX;
  }

  /** The Mesh whose virtual IPs the ConfigMap of this name has; empty for any other name. */
  public static Optional<String> meshOfVips(String name) {
    int end = name.length() - VIPS_SUFFIX.length();
    return name.startsWith(VIPS_PREFIX) && name.endsWith(VIPS_SUFFIX) && end > VIPS_PREFIX.length()
        ? Optional.of(name.substring(VIPS_PREFIX.length(), end))
        : Optional.empty();
  }
}
