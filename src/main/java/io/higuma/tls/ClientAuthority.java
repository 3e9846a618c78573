package io.higuma.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/**
 * Accepts clients with a certificate by the authorities in a file, which may change while it is in
 * use. Where it cannot be used, those before stay.
 */
public final class ClientAuthority extends X509ExtendedTrustManager {
  private static final Logger LOG = Logger.getLogger(ClientAuthority.class);

  private record Known(String text, X509ExtendedTrustManager trust) {}

  private final Path file;
  private volatile Known known;

  /**
   * Reads the file.
   *
   * @throws InvalidCertificateException where there is no certificate in it
   */
  public ClientAuthority(Path file) throws InvalidCertificateException {
    this.file = file;
    try {
      this.known = read(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidCertificateException(file.toString(), "it cannot be read");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    latest().checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    latest().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    latest().checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only clients are judged here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only clients are judged here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("only clients are judged here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return latest().getAcceptedIssuers();
  }

  /** A handshake costs much more than a look at the file. */
  private X509ExtendedTrustManager latest() {
    var now = known;
    try {
      var text = Files.readString(file);
      if (!text.equals(now.text())) {
        now = read(text);
        known = now;
        LOG.infof("clients by the authorities in %s are let in from now on", file);
      }
    } catch (IOException | InvalidCertificateException e) {
      LOG.warnf("%s cannot be used, the authorities before stay: %s", file, e.getMessage());
    }
    return now.trust();
  }

  private static Known read(String text) throws InvalidCertificateException {
    try {
      var authorities = Pem.certificates("client CA", text);
      if (authorities.isEmpty()) {
        throw new InvalidCertificateException("client CA", "there is no certificate in it");
      }
      return new Known(text, TrustBundle.manager(authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidCertificateException("client CA", String.valueOf(e.getMessage()));
    }
  }
}
