package io.higuma.tls;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Checks with a TLS handshake whether a server's certificate is trusted by a CA bundle. */
public final class HandshakeCheck {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private HandshakeCheck() {}

  /** Result of a check. */
  public sealed interface Outcome {
    /**
     * The certificate is trusted.
     *
     * @param ends its expiry
     */
    record Accepted(Instant ends) implements Outcome {}

    /** The handshake failed, as for a certificate that is not trusted. */
    record Refused(String why) implements Outcome {}

    /** The server is unreachable from here. */
    record Unreachable(String why) implements Outcome {}
  }

  /**
   * Connects as a client that trusts only {@code bundle}.
   *
   * @param name host name of the server
   * @param bundle PEM
   */
  public static Outcome with(String name, int port, String bundle) {
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(name, port), (int) LIMIT.toMillis());
      plain.setSoTimeout((int) LIMIT.toMillis());
      var factory = trusting(TrustBundle.read(bundle)).getSocketFactory();
      try (var socket = (SSLSocket) factory.createSocket(plain, name, port, false)) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return new Outcome.Accepted(shown.getNotAfter().toInstant());
      }
    } catch (UnknownHostException | ConnectException | SocketTimeoutException e) {
      return new Outcome.Unreachable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {TrustBundle.manager(authorities)}, null);
    return context;
  }
}
