package io.higuma.admission;

import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.admission.AdmissionServer.Decisions;
import io.higuma.inject.Decision;
import io.higuma.inject.RejectReason;
import io.higuma.inject.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Mutating webhook {@code /inject-sidecar}: injects the sidecar into Pods. */
final class InjectWebhook implements Webhook {
  private static final Logger LOG = Logger.getLogger(InjectWebhook.class);

  /** Maximum number of concurrent requests that read from the API server; others wait. */
  static final int MAX_LIVE_READS = 32;

  /**
   * Time that a request waits for its turn. With the timeout of one read, 5 s, it is within the 10
   * s for which the API server waits by default.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private static final AdmissionResponse TOO_MANY_READS =
      AdmissionResponse.denied(
          AdmissionResponse.Status.TOO_MANY_REQUESTS,
          "Higuma has more requests that need objects from the API server than it can answer in"
              + " time; retry in a moment");

  private final Decisions decisions;
  private final AdmissionMetrics metrics;
  private final Semaphore liveReads = new Semaphore(MAX_LIVE_READS, true);

  InjectWebhook(Decisions decisions, AdmissionMetrics metrics) {
    this.decisions = decisions;
    this.metrics = metrics;
  }

  @Override
  public Optional<AdmissionResponse> decideFromCache(AdmissionRequest.Parsed request) {
    if (!request.operation().equals("CREATE") || !request.subResource().isEmpty()) {
      return Optional.of(AdmissionResponse.allowed(List.of()));
    }
    var decision = decide(request, decisions.cached());
    return mayBeStale(decision) ? Optional.empty() : Optional.of(respond(request, decision));
  }

  @Override
  public AdmissionResponse decideLive(AdmissionRequest.Parsed request) {
    if (!acquire()) {
      return decideWithoutReads(request);
    }
    try {
      return respond(request, decide(request, decisions.live()));
    } finally {
      liveReads.release();
    }
  }

  private boolean acquire() {
    try {
      return liveReads.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Decides from the caches, which may be fresh by now. A skip that may be stale is not answered:
   * the Pod would run without its sidecar, while a rejected Pod is created again by its controller.
   */
  private AdmissionResponse decideWithoutReads(AdmissionRequest.Parsed request) {
    var decision = decide(request, decisions.cached());
    if (decision instanceof Decision.Skip && mayBeStale(decision)) {
      metrics.shed();
      RequestLog.debug(LOG, request, "refused", "too_many_requests", "too many live reads");
      return TOO_MANY_READS;
    }
    return respond(request, decision);
  }

  private Decision decide(AdmissionRequest.Parsed request, Surroundings surroundings) {
    return decisions
        .rules()
        .get()
        .injector()
        .decide(request.pod().orElseThrow(), request.namespace(), surroundings);
  }

  /**
   * Whether the decision depends on a missing object that may have been created just now, or on the
   * label of the Namespace. The webhook's selectors match only Pods that are labelled for
   * injection, so a cached Namespace whose label is missing, disables injection or is invalid may
   * be stale.
   */
  private static boolean mayBeStale(Decision decision) {
    return switch (decision) {
      case Decision.Inject _ -> false;
      case Decision.Skip skip ->
          switch (skip.reason()) {
            case NOT_LABELLED, NAMESPACE_LABEL_DISABLED -> true;
            case EXCLUDED_NAMESPACE,
                EXCEPTION_LABEL,
                ALREADY_INJECTED,
                POD_LABEL_DISABLED,
                HOST_NETWORK,
                WINDOWS ->
                false;
          };
      case Decision.Reject reject ->
          switch (reject.reason()) {
            case NAMESPACE_NOT_FOUND,
                MESH_NOT_FOUND,
                PATCH_NOT_FOUND,
                PATCH_NOT_ALLOWED,
                REDIRECT_CONFIG,
                LOOKUP_FAILED,
                BAD_INJECTION_LABEL ->
                true;
            case HOST_NETWORK,
                WINDOWS,
                UID_CLASH,
                BAD_ANNOTATION,
                BAD_NAME,
                VOLUME_NOT_FOUND,
                PATCH_FAILED,
                PROBE_PORT,
                NAME_TAKEN,
                INTERNAL_ERROR ->
                false;
          };
    };
  }

  private AdmissionResponse respond(AdmissionRequest.Parsed request, Decision decision) {
    if (request.dryRun()) {
      metrics.dryRun();
    } else {
      metrics.count(decision);
      decisions
          .decisionListener()
          .onDecision(request.namespace(), request.pod().orElseThrow(), decision);
    }
    return switch (decision) {
      case Decision.Inject inject -> {
        RequestLog.debug(LOG, request, "injected", "", "");
        yield new AdmissionResponse.Allowed(Verdict.INJECTED, inject.patch(), inject.warnings());
      }
      case Decision.Skip skip -> {
        RequestLog.debug(LOG, request, "skipped", skip.reason().code(), skip.message());
        var verdict = Verdict.skipped(skip.reason().code());
        yield new AdmissionResponse.Allowed(verdict, skip.repairs(), skip.warnings());
      }
      case Decision.Reject reject -> deny(request, reject);
    };
  }

  private static AdmissionResponse deny(AdmissionRequest.Parsed request, Decision.Reject reject) {
    var message = reject.message();
    RequestLog.warn(LOG, request, "refused", reject.reason().code(), message);
    boolean isInternal =
        reject.reason() == RejectReason.LOOKUP_FAILED
            || reject.reason() == RejectReason.INTERNAL_ERROR;
    return new AdmissionResponse.Denied(
        Verdict.refused(reject.reason().code()),
        isInternal ? AdmissionResponse.Status.INTERNAL_ERROR : AdmissionResponse.Status.FORBIDDEN,
        message,
        reject.warnings());
  }
}
