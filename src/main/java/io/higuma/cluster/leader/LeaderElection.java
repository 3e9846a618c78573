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
 * Leader election with a Lease, as in Kubernetes' own components: another candidate acquires the
 * Lease when it has not seen a renewal for the lease duration, by its own clock.
 *
 * <p>As a {@link LeaderGuard} it forbids writes when the Lease was not renewed in time by the
 * monotonic or the wall clock, even before the next step: at least one of them advances while the
 * process or its machine is suspended.
 */
public final class LeaderElection implements LeaderGuard {
  private static final Logger LOG = Logger.getLogger(LeaderElection.class);
  private static final int RENEWALS_PER_DEADLINE = 10;
  private static final int RELEASE_ATTEMPTS = 5;

  /** Callback when this process starts and stops leading; returns when that is done. */
  public interface Listener {
    void startedLeading();

    void stoppedLeading();
  }

  /**
   * Durations of the election.
   *
   * @param lease how long other candidates wait before they acquire the Lease
   * @param renewDeadline how long this process leads without a renewal; less than lease
   */
  public record Times(Duration lease, Duration renewDeadline) {
    /** Limits the deadline to 4/5 of the lease: two leaders are worse than none. */
    public Times {
      Duration limit = lease.multipliedBy(4).dividedBy(5);
      renewDeadline = renewDeadline.compareTo(limit) > 0 ? limit : renewDeadline;
    }

    /** Period of renewals and reads of the Lease. */
    public Duration period() {
      return renewDeadline.dividedBy(RENEWALS_PER_DEADLINE);
    }
  }

  /** The monotonic clock and the wall clock. */
  public record Clocks(LongSupplier nanos, Clock wall) {
    public static final Clocks SYSTEM = new Clocks(System::nanoTime, Clock.systemUTC());
  }

  private record Deadline(long nanos, Instant wall) {}

  private final LeaseStore store;
  private final String identity;
  private final Times times;
  private final Clocks clocks;
  private final Listener listener;
  private @Nullable Lease observed;
  private long observedAt;
  private boolean leading;
  private volatile @Nullable Deadline deadline;
  private volatile String holder = "";

  public LeaderElection(
      LeaseStore store, String identity, Times times, Clocks clocks, Listener listener) {
    this.store = store;
    this.identity = identity;
    this.times = times;
    this.clocks = clocks;
    this.listener = listener;
  }

  @Override
  public boolean mayWrite() {
    Deadline end = deadline;
    return end != null
        && clocks.nanos().getAsLong() - end.nanos() < 0
        && clocks.wall().instant().isBefore(end.wall());
  }

  /** The holder of the Lease as last read or written; empty if it has none or was not read yet. */
  public Optional<String> holder() {
    return Optional.of(holder).filter(name -> !name.isEmpty());
  }

  /** Renews the Lease or tries to acquire it; to be called every {@link Times#period}. */
  public synchronized void step() throws InterruptedException {
    boolean held = false;
    try {
      held = renew();
      if (held && !leading) {
        startLeading();
      }
    } catch (IOException e) {
      LOG.debugf(e, "the lease could not be renewed or read");
    } finally {
      // Also after an unexpected exception.
      if (leading && !held && !mayWrite()) {
        stopLeading("the lease was not renewed in time, or another process holds it");
      }
    }
  }

  /** After a failure of the listener, the next step calls it again. */
  private void startLeading() {
    leading = true;
    LOG.infof("%s started leading", identity);
    try {
      listener.startedLeading();
    } catch (RuntimeException | Error e) {
      leading = false;
      listener.stoppedLeading();
      throw e;
    }
  }

  /** Releases the Lease so that another process can acquire it at once. */
  public synchronized void release() throws InterruptedException {
    if (leading) {
      stopLeading("stopping");
      try {
        releaseLease();
      } catch (IOException e) {
        LOG.warnf("the lease could not be released: %s", e.getMessage());
      }
    }
  }

  /** Retries on conflicts: an interrupted renewal may have been stored, or may still be stored. */
  private void releaseLease() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
      Lease held = store.read();
      if (!isMine(held)
          || store.write(lease("", 1, held.getSpec().getAcquireTime(), held)).isPresent()) {
        return;
      }
    }
    LOG.warn("the lease could not be released: it keeps changing");
  }

  private void stopLeading(String why) {
    deadline = null;
    leading = false;
    LOG.infof("%s stopped leading: %s", identity, why);
    listener.stoppedLeading();
  }

  /** Renews or acquires the Lease; returns whether this process holds it now. */
  private boolean renew() throws IOException, InterruptedException {
    Deadline end =
        new Deadline(
            clocks.nanos().getAsLong() + times.renewDeadline().toNanos(),
            clocks.wall().instant().plus(times.renewDeadline()));
    Lease previous = observed;
    if (leading && previous != null) {
      // No other process should have changed it, so a read before the write is not needed.
      Optional<Lease> renewed = store.write(ownedLease(previous));
      if (renewed.isPresent()) {
        observe(renewed.get());
        deadline = end;
        return true;
      }
    }
    Lease current = store.read();
    observe(current);
    if (!canAcquire(current)) {
      deadline = null;
      return false;
    }
    Optional<Lease> acquired = store.write(ownedLease(current));
    acquired.ifPresent(this::observe);
    deadline = acquired.isPresent() ? end : null;
    return acquired.isPresent();
  }

  private boolean canAcquire(Lease lease) {
    var duration = Duration.ofSeconds(orZero(lease.getSpec().getLeaseDurationSeconds()));
    return holder(lease).isEmpty()
        || isMine(lease)
        || clocks.nanos().getAsLong() - (observedAt + duration.toNanos()) >= 0;
  }

  /** Records when a change was observed: an unchanged Lease has not been renewed since then. */
  private void observe(Lease lease) {
    if (!lease.equals(observed)) {
      observed = lease;
      holder = holder(lease);
      observedAt = clocks.nanos().getAsLong();
    }
  }

  private Lease ownedLease(Lease previous) {
    var since = isMine(previous) ? previous.getSpec().getAcquireTime() : now();
    return lease(identity, (int) times.lease().toSeconds(), since, previous);
  }

  private Lease lease(String holder, int seconds, ZonedDateTime since, Lease previous) {
    boolean changed =
        !holder.isEmpty()
            && !holder(previous).equals(holder)
            && previous.getSpec().getAcquireTime() != null;
    return new LeaseBuilder(previous)
        .editSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(Math.max(1, seconds))
        .withAcquireTime(since)
        .withRenewTime(now())
        .withLeaseTransitions(orZero(previous.getSpec().getLeaseTransitions()) + (changed ? 1 : 0))
        .endSpec()
        .build();
  }

  private boolean isMine(Lease lease) {
    return holder(lease).equals(identity);
  }

  private static String holder(Lease lease) {
    return Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  private ZonedDateTime now() {
    return clocks.wall().instant().atZone(ZoneOffset.UTC);
  }
}
