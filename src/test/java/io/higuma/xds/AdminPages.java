package io.higuma.xds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The admin interface of an Envoy.
 *
 * @param socket its Unix socket
 */
record AdminPages(Path socket) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEALTH = "::health_flags::";

  SocketResponse get(String path) {
    try {
      return SocketResponse.get(socket, path, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its whole configuration. */
  ConfigDump config() {
    try {
      return new ConfigDump(JSON.readTree(get("/config_dump?include_eds").body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of the endpoints of a cluster. */
  Set<String> endpoints(String cluster) {
    Set<String> addresses = new TreeSet<>();
    for (String line : get("/clusters?filter=" + cluster).body().lines().toList()) {
      // An IPv6 address has the separator in it, too.
      int end = line.indexOf(HEALTH);
      if (end >= 0 && line.startsWith(cluster + "::")) {
        addresses.add(line.substring(cluster.length() + 2, end));
      }
    }
    return addresses;
  }

  /** Versions of the clusters and listeners that it has. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode part : config().json().path("configs")) {
      if (part.has("version_info")) {
        versions.put(part.path("@type").asText(), part.path("version_info").asText());
      }
    }
    return versions;
  }

  /** A counter or gauge. */
  long stat(String name) {
    return get("/stats?filter=^" + name + "$")
        .body()
        .lines()
        .map(line -> Long.parseLong(line.substring(line.indexOf(": ") + 2)))
        .findFirst()
        .orElse(0L);
  }
}
