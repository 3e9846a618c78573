package io.higuma.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which a client reaches a server on the same host. */
public final class LocalHosts {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private LocalHosts() {}

  /**
   * Whether this is one of them.
   *
   * @param host the host of a URL; absent if it has none
   */
  public static boolean contains(@Nullable String host) {
    return host != null && NAMES.contains(host);
  }
}
