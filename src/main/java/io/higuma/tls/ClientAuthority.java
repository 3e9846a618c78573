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
 * Trust manager for client certificates signed by the CAs in a file. The file is reloaded on
 * changes; if it is invalid, the previous CAs stay in use.
 */
public final class ClientAuthority extends X509ExtendedTrustManager {
  private static final Logger LOG = Logger.getLogger(ClientAuthority.class);

  private record Loaded(String text, X509ExtendedTrustManager trust) {}

  private final Path file;
  private volatile Loaded current;

  /**
   * Reads the file.
   *
   * @throws InvalidCertificateException if it cannot be read or has no certificate
   */
  public ClientAuthority(Path file) throws InvalidCertificateException {
    this.file = file;
    try {
      this.current = read(Files.readString(file));
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
    throw new CertificateException("only client certificates are verified");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only client certificates are verified");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("only client certificates are verified");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return latest().getAcceptedIssuers();
  }

  /** Reloads a changed file. Called at each handshake, which costs much more than the read. */
  private X509ExtendedTrustManager latest() {
    var loaded = current;
    try {
      var text = Files.readString(file);
      if (!text.equals(loaded.text())) {
        loaded = read(text);
        current = loaded;
        LOG.infof("reloaded client CAs from %s", file);
      }
    } catch (IOException | InvalidCertificateException e) {
      LOG.warnf("%s cannot be used, keeping the previous client CAs: %s", file, e.getMessage());
    }
    return loaded.trust();
  }

  private static Loaded read(String text) throws InvalidCertificateException {
    try {
      var authorities = Pem.certificates("client CA", text);
      if (authorities.isEmpty()) {
        throw new InvalidCertificateException("client CA", "there is no certificate in it");
      }
      return new Loaded(text, TrustBundle.manager(authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidCertificateException("client CA", String.valueOf(e.getMessage()));
    }
  }
}
