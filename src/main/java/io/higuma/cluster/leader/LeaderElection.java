package io.higuma.cluster.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds a Lease, or waits for it, as Kubernetes' own components do: others take over when they have
 * not seen it renewed for its duration, by their own clocks.
 *
 * <p>As a {@link LeaderGuard} it closes by itself when the Lease could not be renewed in time, by
 * the monotonic and by the wall clock: one of them goes on while a process or its machine is
 * asleep.
 */
public final class LeaderElection implements LeaderGuard {
  private static final Logger LOG = Logger.getLogger(LeaderElection.class);
  private static final int RENEWALS_PER_DEADLINE = 10;
  private static final int RELEASE_TURNS = 5;

  /** Hears when this process begins and ceases to lead; returns when that is done. */
  public interface Listener {
    void leads();

    void leadsNoMore();
  }

  /**
   * How long things take.
   *
   * @param lease how long others wait before they take over
   * @param renewDeadline how long this process leads without having renewed; less than lease
   */
  public record Times(Duration lease, Duration renewDeadline) {
    /**
     * A deadline that is not shorter than the lease is made so: two leaders are worse than none.
     */
    public Times {
      Duration most = lease.multipliedBy(4).dividedBy(5);
      renewDeadline = renewDeadline.compareTo(most) > 0 ? most : renewDeadline;
    }

    /** How often the Lease is renewed or looked at. */
    public Duration period() {
      return renewDeadline.dividedBy(RENEWALS_PER_DEADLINE);
    }
  }

  /** The clocks: one that only runs forward, and the one on the wall. */
  public record Clocks(LongSupplier nanos, Clock wall) {
    public static final Clocks SYSTEM = new Clocks(System::nanoTime, Clock.systemUTC());
  }

  private record Until(long nanos, Instant wall) {}

  private final LeaseStore store;
  private final String identity;
  private final Times times;
  private final Clocks clocks;
  private final Listener listener;
  private @Nullable Lease seen;
  private long seenAt;
  private boolean leading;
  private volatile @Nullable Until until;

  public LeaderElection(
      LeaseStore store, String identity, Times times, Clocks clocks, Listener listener) {
    this.store = store;
    this.identity = identity;
    this.times = times;
    this.clocks = clocks;
    this.listener = listener;
  }

  @Override
  public boolean open() {
    Until end = until;
    return end != null
        && clocks.nanos().getAsLong() - end.nanos() < 0
        && clocks.wall().instant().isBefore(end.wall());
  }

  /** Looks at the Lease once and renews or takes it; to be called every {@link Times#period}. */
  public synchronized void step() throws InterruptedException {
    boolean held = false;
    try {
      held = renew();
      if (held && !leading) {
        lead();
      }
    } catch (IOException e) {
      LOG.debugf(e, "the lease could not be renewed or read");
    } finally {
      // After a fault of our own as well.
      if (leading && !held && !open()) {
        resign("the lease was not renewed in time, or another process holds it");
      }
    }
  }

  /** A listener that fails hears of it again with the next step. */
  private void lead() {
    leading = true;
    LOG.infof("%s leads", identity);
    try {
      listener.leads();
    } catch (RuntimeException | Error e) {
      leading = false;
      listener.leadsNoMore();
      throw e;
    }
  }

  /** Gives the Lease back so that another process can take over at once. */
  public synchronized void release() throws InterruptedException {
    if (leading) {
      resign("stopping");
      try {
        giveBack();
      } catch (IOException e) {
        LOG.warnf("the lease could not be given back: %s", e.getMessage());
      }
    }
  }

  /** A renewal that was cut short may have been stored, or may be stored any moment. */
  private void giveBack() throws IOException, InterruptedException {
    for (int turn = 0; turn < RELEASE_TURNS; turn++) {
      Lease held = store.read();
      if (!isMine(held)
          || store.write(lease("", 1, held.getSpec().getAcquireTime(), held)).isPresent()) {
        return;
      }
    }
    LOG.warn("the lease could not be given back: it keeps changing");
  }

  private void resign(String why) {
    until = null;
    leading = false;
    LOG.infof("%s leads no more: %s", identity, why);
    listener.leadsNoMore();
  }

  /** Whether this process holds the Lease now. */
  private boolean renew() throws IOException, InterruptedException {
    Until end =
        new Until(
            clocks.nanos().getAsLong() + times.renewDeadline().toNanos(),
            clocks.wall().instant().plus(times.renewDeadline()));
    Lease last = seen;
    if (leading && last != null) {
      // Nobody else should have touched it, so that reading it first would be in vain.
      Optional<Lease> renewed = store.write(mine(last));
      if (renewed.isPresent()) {
        observe(renewed.get());
        until = end;
        return true;
      }
    }
    Lease present = store.read();
    observe(present);
    if (!mayTake(present)) {
      until = null;
      return false;
    }
    Optional<Lease> taken = store.write(mine(present));
    taken.ifPresent(this::observe);
    until = taken.isPresent() ? end : null;
    return taken.isPresent();
  }

  private boolean mayTake(Lease lease) {
    var duration = Duration.ofSeconds(number(lease.getSpec().getLeaseDurationSeconds()));
    return holder(lease).isEmpty()
        || isMine(lease)
        || clocks.nanos().getAsLong() - (seenAt + duration.toNanos()) >= 0;
  }

  /** A Lease that has not changed has not been renewed since it was first seen so. */
  private void observe(Lease lease) {
    if (!lease.equals(seen)) {
      seen = lease;
      seenAt = clocks.nanos().getAsLong();
    }
  }

  private Lease mine(Lease before) {
    var since = isMine(before) ? before.getSpec().getAcquireTime() : now();
    return lease(identity, (int) times.lease().toSeconds(), since, before);
  }

  private Lease lease(String holder, int seconds, ZonedDateTime since, Lease before) {
    boolean handed =
        !holder.isEmpty()
            && !holder(before).equals(holder)
            && before.getSpec().getAcquireTime() != null;
    return new LeaseBuilder(before)
        .editSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(Math.max(1, seconds))
        .withAcquireTime(since)
        .withRenewTime(now())
        .withLeaseTransitions(number(before.getSpec().getLeaseTransitions()) + (handed ? 1 : 0))
        .endSpec()
        .build();
  }

  private boolean isMine(Lease lease) {
    return holder(lease).equals(identity);
  }

  private static String holder(Lease lease) {
    return Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private static int number(@Nullable Integer written) {
    return written == null ? 0 : written;
  }

  private ZonedDateTime now() {
    return clocks.wall().instant().atZone(ZoneOffset.UTC);
  }
}
