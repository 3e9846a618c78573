package io.higuma.sandbox.sidecar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The admin interface of an Envoy.
 *
 * @param socket its Unix socket
 */
public record EnvoyAdmin(Path socket) {
  private static final String HEALTH = "::health_flags::";

  /** The response to a request for a path. */
  public SocketResponse get(String path) throws IOException {
    return SocketResponse.get(socket, path, Map.of());
  }

  /** Whether it has its first configuration and serves. */
  public boolean isLive() throws IOException {
    return get("/ready").body().startsWith("LIVE");
  }

  /** The addresses of the endpoints of a cluster. */
  public Set<String> endpoints(String cluster) throws IOException {
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

  /** The names of the listeners. */
  public Set<String> listeners() throws IOException {
    return get("/listeners")
        .body()
        .lines()
        .map(line -> line.split("::", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A counter or gauge; 0 if it does not exist. */
  public long stat(String name) throws IOException {
    return get("/stats?filter=^" + name + "$")
        .body()
        .lines()
        .map(line -> Long.parseLong(line.substring(line.indexOf(": ") + 2)))
        .findFirst()
        .orElse(0L);
  }
}
