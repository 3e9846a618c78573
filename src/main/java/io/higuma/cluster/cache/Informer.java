package io.higuma.cluster.cache;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Store of one kind, kept up to date by list and watch.
 *
 * <p>A kind whose CRD is not installed counts as synced and empty; its objects are read within
 * seconds after the installation.
 *
 * @param <V> the stored form of one object
 */
public final class Informer<V> implements AutoCloseable {
  private static final Duration CHECK_PERIOD = Duration.ofSeconds(15);

  private final String plural;
  private final ObjectStore<V> store;
  private final Reflector<V> reflector;

  public Informer(ApiCalls api, ResourceKind<V> kind, LoopSupervisor loops) {
    this(api, kind, new ObjectStore<>(), loops);
  }

  public Informer(ApiCalls api, ResourceKind<V> kind, ObjectStore<V> store, LoopSupervisor loops) {
    this.plural = kind.plural();
    this.store = store;
    this.reflector = new Reflector<>(api, kind, store, loops);
  }

  /** Starts list and watch; does not wait for the sync. */
  public void start() {
    reflector.start();
  }

  /** Completes when the first list is in the store. */
  public CompletableFuture<Void> synced() {
    return reflector.synced();
  }

  /** Completes when all of these are {@link #synced}. */
  public static CompletableFuture<Void> allSynced(Stream<? extends Informer<?>> informers) {
    return CompletableFuture.allOf(
        informers.map(Informer::synced).toArray(CompletableFuture[]::new));
  }

  /** The store of the objects. */
  public ObjectStore<V> store() {
    return store;
  }

  /** The plural of the kind and, if it cannot be read, the reason. */
  public String describe() {
    String reason = reflector.problem();
    return reason.isEmpty() ? plural : plural + " (" + reason + ")";
  }

  /** Whether the store is filled, and the kind can be read now. */
  public boolean isCurrent() {
    return synced().isDone() && reflector.problem().isEmpty();
  }

  /** Lists the objects again, as the change of what is stored of them requires. */
  void listAgain() {
    reflector.listAgain();
  }

  void closeIfIdle() {
    reflector.closeIfIdle();
  }

  /** Creates a loop that closes idle watches. */
  public static SupervisedLoop idleWatchLoop(
      LoopSupervisor loops, String name, Supplier<Stream<Informer<?>>> informers) {
    return loops.loop(
        name,
        CHECK_PERIOD.multipliedBy(4),
        _ -> {
          informers.get().forEach(Informer::closeIfIdle);
          return NextRun.in(CHECK_PERIOD);
        });
  }

  @Override
  public void close() {
    reflector.close();
  }
}
