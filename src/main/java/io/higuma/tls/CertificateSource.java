package io.higuma.tls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a server's certificate comes from, and what its callers must trust. It keeps both up to
 * date by itself; whatever goes wrong, what was good stays.
 */
public abstract sealed class CertificateSource implements AutoCloseable
    permits CertificateFiles, OwnAuthority {

  /**
   * How it stands.
   *
   * @param renewals how often another certificate came into use
   * @param failures how often a new one was refused or could not be had
   * @param problems what is wrong, for people; empty where nothing is
   */
  public record Condition(long renewals, long failures, List<String> problems) {
    /** Copies the list. */
    public Condition {
      problems = List.copyOf(problems);
    }
  }

  final CertificateState shown;

  CertificateSource(CertificateState shown) {
    this.shown = shown;
  }

  /** Begins to follow; does not wait. */
  public abstract void start();

  /**
   * The certificate to show from now on, answered from memory. Empty where there is none that a
   * caller could accept: not yet, or no more.
   */
  public Optional<ServingCertificate> current() {
    return shown.current();
  }

  /** Completes when there has been a certificate. */
  public final CompletableFuture<Void> ready() {
    return shown.ready();
  }

  /**
   * PEM of the authorities that callers must trust, those of tomorrow included. Empty where only
   * others know them.
   */
  public final String bundle() {
    return shown.bundle();
  }

  /** When the certificate ends that is shown, or was last. */
  public final Optional<Instant> servingEnds() {
    return shown.ends();
  }

  /** When the first of the authorities in use ends; empty where they are not known. */
  public abstract Optional<Instant> authorityEnds();

  /** How it stands. */
  public final Condition condition() {
    return shown.condition();
  }

  /** Calls {@code changed} after each change of {@link #bundle}, on a thread of its own. */
  public final void listen(Runnable changed) {
    shown.listen(changed);
  }

  @Override
  public abstract void close();
}
