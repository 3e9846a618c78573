package io.higuma.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Parses PEM bundles of CA certificates. */
public final class TrustBundle {
  private TrustBundle() {}

  /** Whether the bundle has this CA; false if the bundle is invalid. */
  public static boolean contains(String pem, X509Certificate authority) {
    return read(pem).contains(authority);
  }

  /** The certificates of the bundle; empty if it is invalid. */
  public static List<X509Certificate> read(String pem) {
    try {
      return Pem.certificates("", pem);
    } catch (InvalidCertificateException broken) {
      return List.of();
    }
  }

  /**
   * The certificates of the bundle without keys, comments and other text; the same text if it has
   * nothing else. Empty if the bundle is invalid or has no certificate.
   */
  public static String certificatesOnly(String pem) {
    var certificates = read(pem);
    return !certificates.isEmpty() && Pem.hasOnlyCertificates(pem)
        ? pem
        : certificates.stream().map(Pem::certificate).collect(Collectors.joining());
  }

  /** A trust manager that trusts only these CAs. */
  static X509ExtendedTrustManager manager(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), authorities.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }
}
