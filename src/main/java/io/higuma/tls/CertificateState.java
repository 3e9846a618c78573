package io.higuma.tls;

import io.higuma.tls.CertificateSource.Condition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Current certificate, CA bundle and status of a {@link CertificateSource}. */
final class CertificateState {
  private static final Logger LOG = Logger.getLogger(CertificateSource.class);

  private final InstantSource clock;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable ServingCertificate certificate;
  private volatile String bundle = "";
  private volatile String notifiedBundle = "";
  private volatile Condition condition = new Condition(0, 0, List.of());

  CertificateState(InstantSource clock) {
    this.clock = clock;
  }

  /** The last certificate, unless it has expired. */
  Optional<ServingCertificate> current() {
    return Optional.ofNullable(certificate)
        .filter(serving -> clock.instant().isBefore(serving.notAfter()));
  }

  Optional<Instant> ends() {
    return Optional.ofNullable(certificate).map(ServingCertificate::notAfter);
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  String bundle() {
    return bundle;
  }

  Condition condition() {
    var now = condition;
    return certificate == null || current().isPresent()
        ? now
        : new Condition(
            now.renewals(), now.failures(), withProblem(now, "the certificate has ended"));
  }

  private static List<String> withProblem(Condition now, String problem) {
    return now.problems().isEmpty()
        ? List.of(problem)
        : List.of(problem, now.problems().getFirst());
  }

  void listen(Runnable changed) {
    listeners.add(changed);
  }

  /** Sets the serving certificate. */
  synchronized void update(ServingCertificate next) {
    if (next.equals(certificate)) {
      return;
    }
    long renewals = certificate == null ? 0 : condition.renewals() + 1;
    condition = new Condition(renewals, condition.failures(), condition.problems());
    certificate = next;
    ready.complete(null);
    LOG.infof("certificate %s until %s", next.fingerprint(), next.notAfter());
  }

  /** Sets the CA bundle and calls the listeners if it has changed. */
  void bundle(String pem) {
    bundle = pem;
    if (!pem.equals(notifiedBundle)) {
      // If a listener throws, all are called again at the next update.
      listeners.forEach(Runnable::run);
      notifiedBundle = pem;
    }
  }

  /** Records a problem; logged once, not at each attempt. */
  synchronized void reportProblem(String problem) {
    if (!condition.problems().equals(List.of(problem))) {
      LOG.warnf("certificate: %s", problem);
      condition = new Condition(condition.renewals(), condition.failures() + 1, List.of(problem));
    }
  }

  /** Clears the problem. */
  synchronized void clearProblem() {
    if (!condition.problems().isEmpty()) {
      LOG.infof("certificate: the problem is resolved");
      condition = new Condition(condition.renewals(), condition.failures(), List.of());
    }
  }
}
