package io.higuma.tls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Provides a serving certificate and the CA bundle for its clients, and keeps both up to date.
 * After an error, the last valid certificate stays in use.
 */
public abstract sealed class CertificateSource implements AutoCloseable
    permits CertificateFiles, OwnAuthority {

  /**
   * Status of a source.
   *
   * @param renewals number of certificate changes
   * @param failures number of failed reads or renewals
   * @param problems current problems, for messages; empty without any
   */
  public record Condition(long renewals, long failures, List<String> problems) {
    /** Copies the list. */
    public Condition {
      problems = List.copyOf(problems);
    }
  }

  final CertificateState state;

  CertificateSource(CertificateState state) {
    this.state = state;
  }

  /** Starts to watch for changes; does not block. */
  public abstract void start();

  /** The current serving certificate, from memory. Empty if there is none yet or it has expired. */
  public Optional<ServingCertificate> current() {
    return state.current();
  }

  /** Completes with the first certificate. */
  public final CompletableFuture<Void> ready() {
    return state.ready();
  }

  /**
   * PEM bundle of the CAs that clients must trust, including the next CA. Empty if the CAs are
   * unknown.
   */
  public final String bundle() {
    return state.bundle();
  }

  /** Expiry of the last serving certificate. */
  public final Optional<Instant> servingEnds() {
    return state.ends();
  }

  /** Earliest expiry of the CAs in use; empty if they are unknown. */
  public abstract Optional<Instant> authorityEnds();

  /** The current status. */
  public final Condition condition() {
    return state.condition();
  }

  /** Registers a callback after each change of {@link #bundle}, run on a thread of the source. */
  public final void listen(Runnable changed) {
    state.listen(changed);
  }

  @Override
  public abstract void close();
}
