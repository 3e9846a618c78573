package io.higuma.xds.server;

import io.higuma.xds.snapshot.ProxyIdentity;

/** Decides whether a token proves that its bearer is a proxy. */
public interface ProxyAuthenticator {

  /**
   * Checks a token; may block on the network.
   *
   * @param proxy the proxy that the bearer claims to be
   * @param token the token; empty if there is none
   */
  Result authenticate(ProxyIdentity proxy, String token);

  /** Result of the check. */
  sealed interface Result {
    /** The token is bound to the Pod of the proxy. */
    record Accepted() implements Result {}

    /** The token is invalid. */
    record Unauthenticated(String reason) implements Result {}

    /** The token is valid but belongs to another Pod or service account. */
    record Denied(String reason) implements Result {}

    /** The token could not be checked. */
    record Unavailable(String reason) implements Result {}
  }
}
