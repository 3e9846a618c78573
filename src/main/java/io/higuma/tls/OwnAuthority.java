package io.higuma.tls;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serving certificates signed by our own CA, which all replicas share. Each replica signs its own
 * serving certificate in memory; only the CA is stored.
 *
 * <p>The stored CA is reconciled periodically. If it is missing or invalid, the first replica that
 * notices it stores the CA that it has in memory.
 */
public final class OwnAuthority extends CertificateSource {
  private static final Logger LOG = Logger.getLogger(OwnAuthority.class);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private final AuthorityStore store;
  private final List<String> names;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final Rotation rotation;
  private final TrustHandover handover;
  private final SupervisedLoop reconcileLoop;
  private volatile @Nullable Authorities lastKnown;
  private volatile @Nullable Authority signer;
  private volatile Instant renewAt = Instant.MAX;

  /**
   * Creates the source without reading the store.
   *
   * @param store storage shared by all replicas
   * @param names subject alternative names of the server, at least one
   * @param distribution reports which CAs all clients trust
   * @param loops runs the reconcile loop
   */
  public OwnAuthority(
      AuthorityStore store,
      List<String> names,
      TrustDistribution distribution,
      Lifetimes lifetimes,
      InstantSource clock,
      LoopSupervisor loops) {
    super(new CertificateState(clock));
    this.store = store;
    this.names = List.copyOf(names);
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.rotation = new Rotation(lifetimes, distribution);
    this.handover = TrustHandover.withTimeout(distribution, clock);
    this.reconcileLoop = loops.loop("authority", HEARTBEAT_LIMIT, _ -> runOnce());
  }

  @Override
  public void start() {
    reconcileLoop.start();
  }

  /** Reconciles at once. */
  public void wake() {
    reconcileLoop.wake();
  }

  @Override
  public Optional<ServingCertificate> current() {
    if (isRenewalDue(clock.instant())) {
      renew();
    }
    return super.current();
  }

  /** Also if the clock was set back and the certificate is not valid yet. */
  private boolean isRenewalDue(Instant now) {
    return !now.isBefore(renewAt)
        || super.current()
            .filter(serving -> serving.leaf().getNotBefore().toInstant().isAfter(now))
            .isPresent();
  }

  @Override
  public Optional<Instant> authorityEnds() {
    return Optional.ofNullable(signer).map(Authority::notAfter);
  }

  @Override
  public void close() {
    reconcileLoop.close();
  }

  private NextRun runOnce() throws InterruptedException {
    try {
      return NextRun.within(reconcile() ? lifetimes.check() : RETRY_INTERVAL);
    } catch (IOException e) {
      fail(e);
      return NextRun.within(lastKnown == null ? RETRY_INTERVAL : lifetimes.check());
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  private void fail(Exception e) {
    state.reportProblem("the stored CA cannot be reconciled: " + e.getMessage());
  }

  /**
   * Reads the stored CAs, writes a rotation if it is due, and uses the result.
   *
   * @return whether nothing was left to do
   */
  boolean reconcile() throws IOException, InterruptedException {
    var now = clock.instant();
    var storedData = store.read();
    var storedAuthorities = read(storedData);
    var desired =
        storedAuthorities
            .map(
                found -> rotation.of(withOwnSigner(found, now), storedData.renewalRequested(), now))
            .orElseGet(() -> restore(now));
    boolean isSame = storedAuthorities.filter(desired::equals).isPresent();
    if (!isSame) {
      boolean promoted =
          storedAuthorities.filter(was -> !was.active().equals(desired.active())).isPresent();
      var change = new AuthorityStore.Change(desired.entries(), promoted);
      if (store.write(storedData, change).isEmpty()) {
        return false;
      }
      LOG.infof("stored CAs: %s", desired.describe());
    }
    apply(desired, now);
    state.clearProblem();
    return isSame;
  }

  private Optional<Authorities> read(AuthorityStore.Stored storedData) {
    if (!storedData.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Authorities.read(storedData.entries()));
    } catch (InvalidCertificateException e) {
      LOG.warnf("the stored CA cannot be used and is replaced: %s", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * If the stored CA was replaced, keep trusting our previous signer: its certificates are still in
   * use.
   */
  private Authorities withOwnSigner(Authorities found, Instant now) {
    var ownSigner = signer;
    return ownSigner == null || ownSigner.hasExpired(now)
        ? found
        : found.withPrevious(ownSigner.certificate());
  }

  private Authorities restore(Instant now) {
    var last = lastKnown;
    return last != null && !last.active().hasExpired(now)
        ? last.withoutExpired(now)
        : new Authorities(
            Authority.create(now, lifetimes.authority()), Optional.empty(), List.of());
  }

  private void apply(Authorities authorities, Instant now) {
    lastKnown = authorities;
    state.bundle(Authorities.pem(authorities.trusted()));
    var active = authorities.active();
    if (!active.equals(signer) && handover.maySwitchTo(active.certificate(), state.current())) {
      signer = active;
      renewAt = now;
    }
    if (isRenewalDue(now)) {
      renew();
    }
  }

  private synchronized void renew() {
    var now = clock.instant();
    var currentSigner = signer;
    if (currentSigner == null || !isRenewalDue(now) || currentSigner.hasExpired(now)) {
      return;
    }
    var issued = currentSigner.issueServing(names, now, lifetimes.serving());
    renewAt = Authority.partOf(issued.leaf(), Lifetimes.RENEW_AFTER);
    state.update(issued);
  }
}
