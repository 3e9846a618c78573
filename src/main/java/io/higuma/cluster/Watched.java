package io.higuma.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * One kind as the cluster has it: its store, and what keeps it up to date.
 *
 * <p>A kind that the cluster does not know (its definition is not installed) counts as read and
 * empty; once it is installed, its objects are picked up within seconds.
 *
 * @param <V> what is kept of one object
 */
public final class Watched<V> implements AutoCloseable {
  private final ObjectStore<V> store;
  private final Reflector<V> reflector;

  Watched(ApiCalls api, Kind<V> kind) {
    this(api, kind, new ObjectStore<>());
  }

  Watched(ApiCalls api, Kind<V> kind, ObjectStore<V> store) {
    this.store = store;
    this.reflector = new Reflector<>(api, kind, store);
  }

  /** Begins to list and watch; does not wait for it. */
  void start() {
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

  @Override
  public void close() {
    reflector.close();
  }
}
