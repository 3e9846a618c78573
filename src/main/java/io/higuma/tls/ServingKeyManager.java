package io.higuma.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives a TLS server the certificate that its source has at the time of each handshake, so that a
 * new one needs no restart. A handshake that began with the certificate before ends with it.
 */
public final class ServingKeyManager extends X509ExtendedKeyManager {
  private record Pair(String alias, ServingCertificate certificate) {}

  private final CertificateSource source;
  private volatile Pair now;
  private volatile Pair before;

  /** Asks this source at every handshake. */
  public ServingKeyManager(CertificateSource source) {
    this.source = source;
    this.now = new Pair("1", source.current());
    this.before = now;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    var pair = latest();
    return pair.certificate().key().getAlgorithm().equals(keyType) ? pair.alias() : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var pair = find(alias);
    return pair == null ? null : pair.certificate().chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var pair = find(alias);
    return pair == null ? null : pair.certificate().key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {latest().alias()};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  private Pair latest() {
    var current = source.current();
    if (!now.certificate().equals(current)) {
      replace(current);
    }
    return now;
  }

  private synchronized void replace(ServingCertificate current) {
    if (!now.certificate().equals(current)) {
      before = now;
      now = new Pair(Integer.toString(Integer.parseInt(now.alias()) + 1), current);
    }
  }

  private @Nullable Pair find(String alias) {
    var current = now;
    if (current.alias().equals(alias)) {
      return current;
    }
    var last = before;
    return last.alias().equals(alias) ? last : null;
  }
}
