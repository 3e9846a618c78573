package io.higuma.tls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a server's certificate comes from, and what its callers must trust. It keeps both up to
 * date by itself; whatever goes wrong, what was good stays.
 */
public interface CertificateSource extends AutoCloseable {

  /**
   * How it stands.
   *
   * @param renewals how often another certificate came into use
   * @param failures how often a new one was refused or could not be had
   * @param problems what is wrong, for people; empty where nothing is
   */
  record Condition(long renewals, long failures, List<String> problems) {
    /** Copies the list. */
    public Condition {
      problems = List.copyOf(problems);
    }
  }

  /** Begins to follow; does not wait. */
  void start();

  /**
   * The certificate to show from now on, answered from memory. Empty where there is none that a
   * caller could accept: not yet, or no more.
   */
  Optional<ServingCertificate> current();

  /** Completes when there has been a certificate. */
  CompletableFuture<Void> ready();

  /**
   * PEM of the authorities that callers must trust, those of tomorrow included. Empty where only
   * others know them.
   */
  String bundle();

  /** When the certificate ends that is shown, or was last. */
  Optional<Instant> servingEnds();

  /** When the first of the authorities in use ends; empty where they are not known. */
  Optional<Instant> authorityEnds();

  /** How it stands. */
  Condition condition();

  /** Calls {@code changed} after each change of {@link #bundle}, on a thread of its own. */
  void listen(Runnable changed);

  @Override
  void close();
}
