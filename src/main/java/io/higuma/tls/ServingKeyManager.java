package io.higuma.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Key manager that reads the current certificate at each handshake, so that a renewal needs no
 * restart. A handshake that started with the previous certificate completes with it.
 */
public final class ServingKeyManager extends X509ExtendedKeyManager {
  private static final Logger LOG = Logger.getLogger(ServingKeyManager.class);

  private record Pair(long number, ServingCertificate certificate) {
    String alias() {
      return Long.toString(number);
    }
  }

  private final Supplier<Optional<ServingCertificate>> source;
  private final CompletableFuture<?> ready;
  private final Duration timeout;

  /**
   * Engines that have already waited: a handshake tries one key type after the other, but waits
   * only once.
   */
  private final Set<SSLEngine> waited =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile @Nullable Pair currentPair;
  private volatile @Nullable Pair previousPair;

  /**
   * Reads the source at every handshake. Without a certificate, the handshake fails.
   *
   * @param source must not block
   */
  public ServingKeyManager(Supplier<Optional<ServingCertificate>> source) {
    this(source, CompletableFuture.completedFuture(null), Duration.ZERO);
  }

  /**
   * Also waits for the first certificate. Handshakes must run on threads that may block.
   *
   * @param source must not block
   * @param ready completes with the first certificate
   * @param timeout how long a handshake waits before it fails
   */
  public ServingKeyManager(
      Supplier<Optional<ServingCertificate>> source, CompletableFuture<?> ready, Duration timeout) {
    this.source = source;
    this.ready = ready;
    this.timeout = timeout;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    await(engine);
    var pair = latest();
    return pair != null && pair.certificate().key().getAlgorithm().equals(keyType)
        ? pair.alias()
        : null;
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
    var pair = latest();
    return pair == null ? null : new String[] {pair.alias()};
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

  private void await(SSLEngine engine) {
    if (ready.isDone() || !waited.add(engine)) {
      return;
    }
    try {
      ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException none) {
      LOG.debug("no certificate yet for a handshake", none);
    }
  }

  private @Nullable Pair latest() {
    var current = source.get();
    if (current.isEmpty()) {
      return null;
    }
    var pair = currentPair;
    return pair != null && pair.certificate().equals(current.get())
        ? pair
        : replaced(current.get());
  }

  private synchronized Pair replaced(ServingCertificate current) {
    var pair = currentPair;
    if (pair == null || !pair.certificate().equals(current)) {
      previousPair = pair;
      pair = new Pair(pair == null ? 1 : pair.number() + 1, current);
      currentPair = pair;
    }
    return pair;
  }

  private @Nullable Pair find(String alias) {
    var current = currentPair;
    if (current != null && current.alias().equals(alias)) {
      return current;
    }
    var last = previousPair;
    return last != null && last.alias().equals(alias) ? last : null;
  }
}
