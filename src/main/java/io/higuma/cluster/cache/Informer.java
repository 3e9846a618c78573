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
 * One kind as the cluster has it: its store, and what keeps it up to date.
 *
 * <p>A kind that the cluster does not know (its definition is not installed) counts as read and
 * empty; once it is installed, its objects are picked up within seconds.
 *
 * @param <V> what is kept of one object
 */
public final class Informer<V> implements AutoCloseable {
  private static final Duration LISTEN = Duration.ofSeconds(15);

  private final ObjectStore<V> store;
  private final Reflector<V> reflector;

  public Informer(ApiCalls api, ResourceKind<V> kind, LoopSupervisor loops) {
    this(api, kind, new ObjectStore<>(), loops);
  }

  public Informer(ApiCalls api, ResourceKind<V> kind, ObjectStore<V> store, LoopSupervisor loops) {
    this.store = store;
    this.reflector = new Reflector<>(api, kind, store, loops);
  }

  /** Begins to list and watch; does not wait for it. */
  public void start() {
    reflector.start();
  }

  /** Completes when the first list is in the store. */
  public CompletableFuture<Void> synced() {
    return reflector.synced();
  }

  /** What it holds. */
  public ObjectStore<V> store() {
    return store;
  }

  /** What the objects are called and, where they cannot be read, why. */
  public String describe() {
    return reflector.describe();
  }

  void endIfSilent() {
    reflector.endIfSilent();
  }

  /** A loop that ends those watches on which nothing was heard for too long. */
  public static SupervisedLoop silence(
      LoopSupervisor loops, String name, Supplier<Stream<Informer<?>>> watched) {
    return loops.loop(
        name,
        LISTEN.multipliedBy(4),
        _ -> {
          watched.get().forEach(Informer::endIfSilent);
          return NextRun.in(LISTEN);
        });
  }

  @Override
  public void close() {
    reflector.close();
  }
}
