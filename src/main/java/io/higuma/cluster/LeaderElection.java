package io.higuma.cluster;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds a Lease, or waits for it, as Kubernetes' own components do: others take over when they have
 * not seen it renewed for its duration, by their own clocks.
 *
 * <p>As a {@link Fence} it closes by itself when the Lease could not be renewed in time, by the
 * monotonic and by the wall clock: one of them goes on while a process or its machine is asleep.
 */
final class LeaderElection implements Fence {
  private static final Logger LOG = Logger.getLogger(LeaderElection.class);
  private static final int RENEWALS_PER_DEADLINE = 10;
  private static final int RELEASE_TURNS = 5;

  /** Hears when this process begins and ceases to lead; returns when that is done. */
  interface Listener {
    void leads();

    void leadsNoMore();
  }

  /**
   * How long things take.
   *
   * @param lease how long others wait before they take over
   * @param renewDeadline how long this process leads without having renewed; less than lease
   */
  record Times(Duration lease, Duration renewDeadline) {
    /**
     * A deadline that is not shorter than the lease is made so: two leaders are worse than none.
     */
    Times {
      Duration most = lease.multipliedBy(4).dividedBy(5);
      renewDeadline = renewDeadline.compareTo(most) > 0 ? most : renewDeadline;
    }

    /** How often the Lease is renewed or looked at. */
    Duration period() {
      return renewDeadline.dividedBy(RENEWALS_PER_DEADLINE);
    }
  }

  /** The clocks: one that only runs forward, and the one on the wall. */
  record Clocks(LongSupplier nanos, Clock wall) {
    static final Clocks SYSTEM = new Clocks(System::nanoTime, Clock.systemUTC());
  }

  private record Until(long nanos, Instant wall) {}

  private final LeaseStore store;
  private final String identity;
  private final Times times;
  private final Clocks clocks;
  private final Listener listener;
  private @Nullable LeaseRecord seen;
  private long seenAt;
  private boolean leading;
  private volatile @Nullable Until until;

  LeaderElection(LeaseStore store, String identity, Times times, Clocks clocks, Listener listener) {
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
  synchronized void step() throws InterruptedException {
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
  synchronized void release() throws InterruptedException {
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
      Optional<LeaseRecord> present = store.read().filter(lease -> lease.heldBy(identity));
      if (present.isEmpty()) {
        return;
      }
      LeaseRecord held = present.get();
      if (store.write(record("", 1, held.acquireTime(), held)).isPresent()) {
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
    LeaseRecord last = seen;
    if (leading && last != null) {
      // Nobody else should have touched it, so that reading it first would be in vain.
      Optional<LeaseRecord> renewed = store.write(mine(last));
      if (renewed.isPresent()) {
        observe(renewed.get());
        until = end;
        return true;
      }
    }
    Optional<LeaseRecord> present = store.read();
    present.ifPresent(this::observe);
    if (present.isPresent() && !mayTake(present.get())) {
      until = null;
      return false;
    }
    Optional<LeaseRecord> taken =
        store.write(
            mine(present.orElse(new LeaseRecord("", 0, Instant.EPOCH, Instant.EPOCH, 0, ""))));
    taken.ifPresent(this::observe);
    until = taken.isPresent() ? end : null;
    return taken.isPresent();
  }

  private boolean mayTake(LeaseRecord record) {
    long held = Duration.ofSeconds(record.durationSeconds()).toNanos();
    return record.free()
        || record.heldBy(identity)
        || clocks.nanos().getAsLong() - (seenAt + held) >= 0;
  }

  /** A Lease that has not changed has not been renewed since it was first seen so. */
  private void observe(LeaseRecord record) {
    if (!record.equals(seen)) {
      seen = record;
      seenAt = clocks.nanos().getAsLong();
    }
  }

  private LeaseRecord mine(LeaseRecord before) {
    Instant since = before.heldBy(identity) ? before.acquireTime() : clocks.wall().instant();
    return record(identity, (int) times.lease().toSeconds(), since, before);
  }

  private LeaseRecord record(String holder, int seconds, Instant since, LeaseRecord before) {
    boolean handed =
        !holder.isEmpty() && !before.heldBy(holder) && !before.acquireTime().equals(Instant.EPOCH);
    return new LeaseRecord(
        holder,
        Math.max(1, seconds),
        since,
        clocks.wall().instant(),
        before.transitions() + (handed ? 1 : 0),
        before.resourceVersion());
  }
}
