package io.higuma.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * TLS versions and cipher suites of a server. Never weaker than TLS 1.2 with forward secrecy and
 * authenticated encryption.
 *
 * @param versions of TLS, in Java's names
 * @param suites of ciphers
 */
public record TlsRules(Set<String> versions, List<String> suites) {
  private static final String OLDER = "TLSv1.2";
  private static final String NEWER = "TLSv1.3";

  /** All suites of TLS 1.3; not configurable, as in Kuma. */
  private static final List<String> NEWER_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** The suites of TLS 1.2 with forward secrecy and authenticated encryption. */
  private static final List<String> OLDER_SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Copies the collections. */
  public TlsRules {
    versions = Set.copyOf(versions);
    suites = List.copyOf(suites);
  }

  /** For the webhooks: {@code general}, without what is too weak. */
  public static TlsRules of(General general) {
    return of(general, "", "", List.of());
  }

  /**
   * For the API: the stricter of {@code general} and {@code apiServer.https}; suites of {@code
   * general} if {@code apiServer.https} has none.
   */
  public static TlsRules of(General general, ApiServer.Https https) {
    return of(general, https.tlsMinVersion(), https.tlsMaxVersion(), https.tlsCipherSuites());
  }

  /** For health and metrics: the same with {@code diagnostics}. */
  public static TlsRules of(General general, Diagnostics own) {
    return of(general, own.tlsMinVersion(), own.tlsMaxVersion(), own.tlsCipherSuites());
  }

  /** For sidecars: the same with {@code dpServer}. */
  public static TlsRules of(General general, Settings.DpServer own) {
    return of(general, own.tlsMinVersion(), own.tlsMaxVersion(), own.tlsCipherSuites());
  }

  private static TlsRules of(General general, String min, String max, List<String> suites) {
    var versions = new TreeSet<>(List.of(OLDER, NEWER));
    for (var oldest : List.of(general.tlsMinVersion(), min)) {
      versions.removeIf(version -> version.compareTo(java(oldest, OLDER)) < 0);
    }
    var newest = new TreeSet<>(versions);
    for (var limit : List.of(general.tlsMaxVersion(), max)) {
      newest.removeIf(version -> version.compareTo(java(limit, NEWER)) > 0);
    }
    // If the limits exclude each other, no client could connect: use the oldest allowed version.
    var enabled = newest.isEmpty() ? Set.of(versions.getFirst()) : newest;
    return new TlsRules(
        enabled, suites(enabled, suites.isEmpty() ? general.tlsCipherSuites() : suites));
  }

  private static List<String> suites(Set<String> versions, List<String> configured) {
    var chosen = new ArrayList<>(OLDER_SUITES);
    if (!configured.isEmpty()) {
      chosen.removeIf(suite -> !contains(configured, suite));
    }
    var suites = new ArrayList<>(NEWER_SUITES);
    suites.addAll(chosen.isEmpty() && !versions.contains(NEWER) ? OLDER_SUITES : chosen);
    return suites;
  }

  /** Go has short names for two suites. */
  private static boolean contains(List<String> configured, String suite) {
    return configured.contains(suite)
        || (suite.contains("CHACHA20") && configured.contains(suite.replace("_SHA256", "")));
  }

  /** {@code TLSv1_2} is {@code TLSv1.2} in Java. */
  private static String java(String kumaVersion, String fallback) {
    return kumaVersion.isEmpty() ? fallback : kumaVersion.replace('_', '.');
  }
}
