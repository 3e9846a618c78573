package io.higuma.xds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.sandbox.sidecar.EnvoyAdmin;
import io.higuma.sandbox.sidecar.SocketResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The admin interface of an Envoy; fails with unchecked exceptions, for conditions of tests.
 *
 * @param socket its Unix socket
 */
record AdminPages(Path socket) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A question to the interface. */
  private interface Question<T> {
    T answer(EnvoyAdmin admin) throws IOException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.answer(new EnvoyAdmin(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SocketResponse get(String path) {
    return ask(admin -> admin.get(path));
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
    return ask(admin -> admin.endpoints(cluster));
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
    return ask(admin -> admin.stat(name));
  }
}
