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
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private final AuthorityStore store;
  private final List<String> names;
  private final Lifetimes lives;
  private final InstantSource clock;
  private final Rotation rotation;
  private final TrustHandover handover;
  private final SupervisedLoop keeping;
  private volatile @Nullable Authorities known;
  private volatile @Nullable Authority signer;
  private volatile Instant renewal = Instant.MAX;

  /**
   * Creates the source without reading the store.
   *
   * @param store storage shared by all replicas
   * @param names subject alternative names of the server, at least one
   * @param published reports which CAs all clients trust
   * @param loops runs the reconcile loop
   */
  public OwnAuthority(
      AuthorityStore store,
      List<String> names,
      TrustDistribution published,
      Lifetimes lives,
      InstantSource clock,
      LoopSupervisor loops) {
    super(new CertificateState(clock));
    this.store = store;
    this.names = List.copyOf(names);
    this.lives = lives;
    this.clock = clock;
    this.rotation = new Rotation(lives, published);
    this.handover = new TrustHandover(published, clock);
    this.keeping = loops.loop("authority", HEARTBEAT_LIMIT, _ -> turn());
  }

  @Override
  public void start() {
    keeping.start();
  }

  /** Reconciles at once. */
  public void wake() {
    keeping.wake();
  }

  @Override
  public Optional<ServingCertificate> current() {
    if (!clock.instant().isBefore(renewal)) {
      renew();
    }
    return super.current();
  }

  @Override
  public Optional<Instant> authorityEnds() {
    return Optional.ofNullable(signer).map(Authority::ends);
  }

  @Override
  public void close() {
    keeping.close();
  }

  private NextRun turn() throws InterruptedException {
    try {
      return NextRun.within(step() ? lives.check() : SOON);
    } catch (IOException e) {
      fail(e);
      return NextRun.within(known == null ? SOON : lives.check());
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  private void fail(Exception e) {
    shown.fail("the stored CA cannot be reconciled: " + e.getMessage());
  }

  /**
   * Reads the stored CAs, writes a rotation if it is due, and uses the result.
   *
   * @return whether nothing was left to do
   */
  boolean step() throws IOException, InterruptedException {
    var now = clock.instant();
    var kept = store.read();
    var stored = read(kept);
    var wanted =
        stored
            .map(found -> rotation.of(withOurs(found, now), kept.renewalAsked(), now))
            .orElseGet(() -> restored(now));
    boolean isSame = stored.filter(wanted::equals).isPresent();
    if (!isSame) {
      boolean promoted = stored.filter(was -> !was.active().equals(wanted.active())).isPresent();
      var change = new AuthorityStore.Change(wanted.entries(), promoted);
      if (store.write(kept, change).isEmpty()) {
        return false;
      }
      LOG.infof("stored CAs: %s", wanted.describe());
    }
    follow(wanted, now);
    shown.good();
    return isSame;
  }

  private Optional<Authorities> read(AuthorityStore.Kept kept) {
    if (!kept.isThere()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Authorities.read(kept.entries()));
    } catch (InvalidCertificateException e) {
      LOG.warnf("the stored CA cannot be used and is replaced: %s", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * If the stored CA was replaced, keep trusting our previous signer: its certificates are still in
   * use.
   */
  private Authorities withOurs(Authorities found, Instant now) {
    var ours = signer;
    return ours == null || ours.hasEnded(now) ? found : found.with(ours.certificate());
  }

  private Authorities restored(Instant now) {
    var last = known;
    return last != null && !last.active().hasEnded(now)
        ? last.without(now)
        : new Authorities(Authority.create(now, lives.authority()), Optional.empty(), List.of());
  }

  private void follow(Authorities authorities, Instant now) {
    known = authorities;
    shown.bundle(Authorities.pem(authorities.trusted()));
    var active = authorities.active();
    if (!active.equals(signer) && handover.mayShow(active.certificate(), shown.current())) {
      signer = active;
      renewal = now;
    }
    if (!now.isBefore(renewal)) {
      renew();
    }
  }

  private synchronized void renew() {
    var now = clock.instant();
    var signs = signer;
    if (signs == null || now.isBefore(renewal) || signs.hasEnded(now)) {
      return;
    }
    var made = signs.serve(names, now, lives.serving());
    renewal = Authority.partOf(made.leaf(), Lifetimes.RENEWED);
    shown.show(made);
  }
}
