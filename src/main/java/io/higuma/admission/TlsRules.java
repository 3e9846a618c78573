package io.higuma.admission;

import io.higuma.settings.General;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * How connections are secured. Nothing makes them weaker than TLS 1.2 with forward secrecy and
 * authenticated encryption.
 *
 * @param versions of TLS, in Java's names
 * @param suites of ciphers
 * @param clients whom callers must prove to be; empty where everybody may call
 */
public record TlsRules(
    Set<String> versions, List<String> suites, Optional<X509TrustManager> clients) {
  private static final String OLDER = "TLSv1.2";
  private static final String NEWER = "TLSv1.3";

  /** Every suite of TLS 1.3; they cannot be chosen among, as in Kuma. */
  private static final List<String> NEWER_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Of TLS 1.2 those with forward secrecy and authenticated encryption. */
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

  /** Unless the settings say otherwise. */
  public static TlsRules usual() {
    return new TlsRules(
        Set.of(OLDER, NEWER),
        Stream.concat(NEWER_SUITES.stream(), OLDER_SUITES.stream()).toList(),
        Optional.empty());
  }

  /** As {@code general} says, as far as that is strong enough; the rest is as usual. */
  public static TlsRules of(General general) {
    var versions = new TreeSet<>(List.of(OLDER, NEWER));
    versions.removeIf(version -> version.compareTo(java(general.tlsMinVersion(), OLDER)) < 0);
    versions.removeIf(version -> version.compareTo(java(general.tlsMaxVersion(), NEWER)) > 0);
    if (versions.isEmpty()) {
      versions.add(OLDER);
    }
    var chosen = new ArrayList<>(OLDER_SUITES);
    if (!general.tlsCipherSuites().isEmpty()) {
      chosen.removeIf(suite -> !isAmong(general.tlsCipherSuites(), suite));
    }
    var suites = new ArrayList<>(NEWER_SUITES);
    suites.addAll(chosen.isEmpty() && !versions.contains(NEWER) ? OLDER_SUITES : chosen);
    return new TlsRules(versions, suites, Optional.empty());
  }

  /** The same for callers that prove who they are. */
  public TlsRules withClients(X509TrustManager trusted) {
    return new TlsRules(versions, suites, Optional.of(trusted));
  }

  /** Two suites have a short name in Go. */
  private static boolean isAmong(List<String> wanted, String suite) {
    return wanted.contains(suite)
        || (suite.contains("CHACHA20") && wanted.contains(suite.replace("_SHA256", "")));
  }

  /** {@code TLSv1_2} is {@code TLSv1.2} in Java. */
  private static String java(String kumas, String otherwise) {
    return kumas.isEmpty() ? otherwise : kumas.replace('_', '.');
  }
}
