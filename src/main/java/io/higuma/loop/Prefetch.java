package io.higuma.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A value that another thread computes before it is needed. */
public final class Prefetch<T> {
  private final CompletableFuture<T> value;

  private Prefetch(CompletableFuture<T> value) {
    this.value = value;
  }

  /** Starts to compute the value. */
  public static <T> Prefetch<T> start(Supplier<T> source) {
    return new Prefetch<>(CompletableFuture.supplyAsync(source));
  }

  /**
   * Waits for the value, at most for this time.
   *
   * @return empty if it has not been computed yet
   * @throws RuntimeException thrown by the source
   */
  public Optional<T> get(Duration limit) throws InterruptedException {
    try {
      value.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException _) {
      // Thrown below.
    }
    return Optional.of(get());
  }

  /**
   * Waits for the value.
   *
   * @throws RuntimeException thrown by the source
   */
  public T get() {
    try {
      return value.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
