package io.higuma.settings;

import java.util.Set;

/** Names of cipher suites in settings: those of Go's package crypto/tls, which Kuma accepts. */
final class CipherSuites {
  private static final Set<String> KNOWN =
      Set.of(
          """
          TLS_AES_128_GCM_SHA256
          TLS_AES_256_GCM_SHA384
          TLS_CHACHA20_POLY1305_SHA256
          TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
          TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
          TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
          TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
          TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
          TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305
          TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
          TLS_ECDHE_ECDSA_WITH_RC4_128_SHA
          TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
          TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
          TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
          TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
          TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
          TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305
          TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
          TLS_ECDHE_RSA_WITH_RC4_128_SHA
          TLS_RSA_WITH_3DES_EDE_CBC_SHA
          TLS_RSA_WITH_AES_128_CBC_SHA
          TLS_RSA_WITH_AES_128_CBC_SHA256
          TLS_RSA_WITH_AES_128_GCM_SHA256
          TLS_RSA_WITH_AES_256_CBC_SHA
          TLS_RSA_WITH_AES_256_GCM_SHA384
          TLS_RSA_WITH_RC4_128_SHA
          """
              .strip()
              .split("\\s+"));

  private CipherSuites() {}

  /** Whether there is such a suite; weak ones are known, too, but a server does not offer them. */
  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }
}
