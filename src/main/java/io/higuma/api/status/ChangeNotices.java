package io.higuma.api.status;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notifies subscribers which views have changed, at most once a second and without what has
 * changed: they read it again. Changes in between are in one notice. A slow subscriber gets one
 * notice of all changes that it has missed. Thread-safe.
 */
public final class ChangeNotices implements AutoCloseable {
  /** Maximum number of subscribers. */
  public static final int MAX_SUBSCRIBERS = 32;

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** What can change. */
  public enum View {
    /** Counts of Pods and Dataplanes, certificate, leader, samples of the last hour. */
    OVERVIEW(1 << 0),
    /** Pods and workloads with their states. */
    WORKLOADS(1 << 1),
    /** Dataplanes and the connections of sidecars. */
    DATAPLANES(1 << 2),
    /** ContainerPatches and their users. */
    PATCHES(1 << 3),
    /** Settings in force and their history. */
    SETTINGS(1 << 4),
    /** Events and refusals. */
    EVENTS(1 << 5);

    private final int bit;

    View(int bit) {
      this.bit = bit;
    }

    /** The name in lower case. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final SupervisedLoop loop;
  private final AtomicInteger changed = new AtomicInteger();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  /** Sends no notice before {@link #start}. */
  public ChangeNotices(LoopSupervisor loops) {
    this.loop = loops.loop("change notices", HEARTBEAT_LIMIT, _ -> iterate());
  }

  /** Starts to send notices. */
  public void start() {
    loop.start();
  }

  /** Records a change, from any thread; does not block, and costs two reads without subscribers. */
  public void changed(View view) {
    if (!subscribers.isEmpty() && (changed.get() & view.bit) == 0) {
      changed.accumulateAndGet(view.bit, (before, added) -> before | added);
      loop.wake();
    }
  }

  /**
   * Notices for one more subscriber, from its subscription until it cancels; the first one has all
   * views, because it may have missed any change. Empty if there are too many subscribers.
   */
  public Optional<Multi<Set<View>>> subscribe() {
    if (subscribers.size() >= MAX_SUBSCRIBERS) {
      return Optional.empty();
    }
    return Optional.of(Multi.createFrom().<Set<View>>emitter(this::add, BackPressureStrategy.DROP));
  }

  /** The number of subscribers. */
  public int subscribers() {
    return subscribers.size();
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    loop.close();
    subscribers.forEach(subscriber -> subscriber.emitter.complete());
  }

  private synchronized void add(MultiEmitter<? super Set<View>> emitter) {
    if (subscribers.size() >= MAX_SUBSCRIBERS) {
      emitter.fail(new IllegalStateException("more than " + MAX_SUBSCRIBERS + " subscribers"));
      return;
    }
    var subscriber = new Subscriber(emitter);
    emitter.onTermination(() -> subscribers.remove(subscriber));
    subscribers.add(subscriber);
    loop.wake();
  }

  private NextRun iterate() {
    int bits = changed.getAndSet(0);
    subscribers.forEach(subscriber -> subscriber.notify(bits));
    boolean allNotified = subscribers.stream().allMatch(subscriber -> subscriber.pending == 0);
    return NextRun.between(PERIOD, allNotified ? LONGEST_PAUSE : PERIOD);
  }

  private static Set<View> views(int bits) {
    Set<View> views = EnumSet.noneOf(View.class);
    for (View view : View.values()) {
      if ((bits & view.bit) != 0) {
        views.add(view);
      }
    }
    return views;
  }

  /** The changes that one subscriber was not notified of; only used by the loop. */
  private static final class Subscriber {
    private final MultiEmitter<? super Set<View>> emitter;
    private int pending = (1 << View.values().length) - 1;

    Subscriber(MultiEmitter<? super Set<View>> emitter) {
      this.emitter = emitter;
    }

    void notify(int bits) {
      pending |= bits;
      if (pending != 0 && emitter.requested() > 0) {
        var views = views(pending);
        pending = 0;
        emitter.emit(views);
      }
    }
  }
}
