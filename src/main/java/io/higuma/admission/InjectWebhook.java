package io.higuma.admission;

import io.higuma.admission.AdmissionServer.Decisions;
import io.higuma.inject.Decision;
import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import io.higuma.inject.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Mutating webhook {@code /inject-sidecar}: injects the sidecar into Pods. */
final class InjectWebhook implements Webhook {
  private static final Logger LOG = Logger.getLogger(InjectWebhook.class);

  /** Maximum number of concurrent requests that read from the API server; others use the caches. */
  private static final int ASKING = 32;

  private final Decisions decisions;
  private final AdmissionMetrics metrics;
  private final Semaphore asking = new Semaphore(ASKING);

  InjectWebhook(Decisions decisions, AdmissionMetrics metrics) {
    this.decisions = decisions;
    this.metrics = metrics;
  }

  @Override
  public Optional<AdmissionResponse> answer(AdmissionRequest.Call call) {
    if (!call.operation().equals("CREATE") || !call.subResource().isEmpty()) {
      return Optional.of(AdmissionResponse.untouched(List.of()));
    }
    var decision = decide(call, decisions.stored());
    return mayBeLate(decision) ? Optional.empty() : Optional.of(conclude(call, decision));
  }

  @Override
  public AdmissionResponse ask(AdmissionRequest.Call call) {
    if (!asking.tryAcquire()) {
      return conclude(call, decide(call, decisions.stored()));
    }
    try {
      return conclude(call, decide(call, decisions.live()));
    } finally {
      asking.release();
    }
  }

  private Decision decide(AdmissionRequest.Call call, Surroundings around) {
    return decisions
        .rules()
        .get()
        .injector()
        .decide(call.pod().orElseThrow(), call.namespace(), around);
  }

  /**
   * Whether the decision depends on a missing object that may have been created just now. The
   * webhook's selectors match only Pods that are labelled for injection, so a cached Namespace
   * without the label may be stale too.
   */
  private static boolean mayBeLate(Decision decision) {
    return switch (decision) {
      case Decision.Inject _ -> false;
      case Decision.Skip skip -> skip.reason() == SkipReason.NOT_LABELLED;
      case Decision.Reject reject ->
          switch (reject.reason()) {
            case NAMESPACE_NOT_FOUND,
                MESH_NOT_FOUND,
                PATCH_NOT_FOUND,
                PATCH_NOT_ALLOWED,
                REDIRECT_CONFIG,
                LOOKUP_FAILED ->
                true;
            case BAD_INJECTION_LABEL,
                HOST_NETWORK,
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

  private AdmissionResponse conclude(AdmissionRequest.Call call, Decision decision) {
    if (call.dryRun()) {
      metrics.dryRun();
    } else {
      metrics.count(decision);
      decisions.listener().decided(call.namespace(), call.pod().orElseThrow(), decision);
    }
    return switch (decision) {
      case Decision.Inject inject -> {
        RequestLog.debug(LOG, call, "injected", "", "");
        yield new AdmissionResponse.Allowed(Verdict.INJECTED, inject.patch(), inject.warnings());
      }
      case Decision.Skip skip -> {
        RequestLog.debug(LOG, call, "skipped", skip.reason().code(), skip.message());
        var verdict = Verdict.skipped(skip.reason().code());
        yield new AdmissionResponse.Allowed(verdict, skip.repairs(), skip.warnings());
      }
      case Decision.Reject reject -> refuse(call, reject);
    };
  }

  private static AdmissionResponse refuse(AdmissionRequest.Call call, Decision.Reject reject) {
    var message = reject.message();
    RequestLog.warn(LOG, call, "refused", reject.reason().code(), message);
    boolean ours =
        reject.reason() == RejectReason.LOOKUP_FAILED
            || reject.reason() == RejectReason.INTERNAL_ERROR;
    return new AdmissionResponse.Denied(
        Verdict.refused(reject.reason().code()),
        ours ? AdmissionResponse.Status.INTERNAL_ERROR : AdmissionResponse.Status.FORBIDDEN,
        message,
        reject.warnings());
  }
}
