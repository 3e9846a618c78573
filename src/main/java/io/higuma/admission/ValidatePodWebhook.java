package io.higuma.admission;

import io.higuma.inject.Surroundings;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Validating webhook {@code /validate-v1-pod}: rejects invalid Pods, injected or not. */
final class ValidatePodWebhook implements Webhook {
  private static final Logger LOG = Logger.getLogger(ValidatePodWebhook.class);

  private final Supplier<DecisionRules> rules;
  private final Surroundings surroundings;

  ValidatePodWebhook(Supplier<DecisionRules> rules, Surroundings surroundings) {
    this.rules = rules;
    this.surroundings = surroundings;
  }

  @Override
  public Optional<AdmissionResponse> decideFromCache(AdmissionRequest.Parsed request) {
    return Optional.of(decideLive(request));
  }

  @Override
  public AdmissionResponse decideLive(AdmissionRequest.Parsed request) {
    boolean writes = request.operation().equals("CREATE") || request.operation().equals("UPDATE");
    if (!writes || !request.subResource().isEmpty() || request.pod().isEmpty()) {
      return AdmissionResponse.allowed(List.of());
    }
    try {
      var violations =
          rules.get().pods().validate(request.pod().get(), request.namespace(), surroundings);
      if (violations.isEmpty()) {
        return AdmissionResponse.allowed(List.of());
      }
      var message = Violation.join(violations);
      log(request, message);
      return AdmissionResponse.denied(AdmissionResponse.Status.FORBIDDEN, message);
    } catch (Surroundings.LookupFailed e) {
      var message = String.valueOf(e.getMessage());
      log(request, message);
      return AdmissionResponse.denied(AdmissionResponse.Status.INTERNAL_ERROR, message);
    }
  }

  private static void log(AdmissionRequest.Parsed request, String message) {
    RequestLog.warn(LOG, request, "invalid", "", message);
  }
}
