package io.higuma.cluster.client;

import java.util.Locale;
import java.util.Optional;

/** The bearer token of an {@code Authorization} header (RFC 6750). */
public final class BearerToken {
  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  /**
   * The token without its scheme and without spaces around it.
   *
   * @param header value of the header; the scheme is compared without regard to case
   * @return empty if the header has another scheme
   */
  public static Optional<String> of(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
