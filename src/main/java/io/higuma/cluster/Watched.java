package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * One kind as the cluster has it: an informer that never gives up, and its trimmed store.
 *
 * <p>A kind that the cluster does not know (its definition is not installed) counts as read and
 * empty; once it is installed, its objects are picked up within half a minute.
 *
 * @param <T> the kind
 * @param <V> what is kept of one object
 */
public final class Watched<T extends HasMetadata, V> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watched.class);

  private final String kinds;
  private final TrimmedStore<T, V> store;
  private final SharedIndexInformer<T> informer;
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private volatile String trouble = "";

  /**
   * Prepares the informer without starting it.
   *
   * @param kinds what people call the objects, such as {@code Namespaces}
   * @param source where they are listed and watched
   * @param store where they go; nobody else writes to it
   */
  public Watched(String kinds, Informable<T> source, TrimmedStore<T, V> store) {
    this.kinds = kinds;
    this.store = store;
    this.informer =
        source
            .runnableInformer(0)
            .removeIndexer(Cache.NAMESPACE_INDEX)
            .itemStore(store)
            .exceptionHandler((started, failure) -> retryAfter(failure));
  }

  /** Begins to list and watch; does not wait for it. */
  public void start() {
    informer
        .start()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                if (!trouble.isEmpty()) {
                  LOG.infof("%s can be read now", kinds);
                  trouble = "";
                }
                synced.complete(null);
              }
            });
  }

  /** Completes when the first list is in the store. */
  public CompletableFuture<Void> synced() {
    return synced;
  }

  /** The informer, for those who want its events. */
  public SharedIndexInformer<T> informer() {
    return informer;
  }

  /** What it holds. */
  public TrimmedStore<T, V> store() {
    return store;
  }

  /** What the objects are called and, where they cannot be read, why. */
  public String describe() {
    return trouble.isEmpty() ? kinds : kinds + " (" + trouble + ")";
  }

  @Override
  public void close() {
    informer.stop();
  }

  private boolean retryAfter(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    var found = cause == null ? failure : cause;
    if (found instanceof KubernetesClientException e
        && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      store.clear();
      say(kinds + " are not known to the cluster; it counts as having none until it knows them");
      synced.complete(null);
    } else {
      say(kinds + " cannot be read: " + found.getMessage());
    }
    return true;
  }

  /** Once for each new trouble, not once for each try. */
  private void say(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      LOG.warn(now);
    }
  }
}
