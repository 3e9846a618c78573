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
  private final Surroundings around;

  ValidatePodWebhook(Supplier<DecisionRules> rules, Surroundings around) {
    this.rules = rules;
    this.around = around;
  }

  @Override
  public Optional<AdmissionResponse> answer(AdmissionRequest.Call call) {
    return Optional.of(ask(call));
  }

  @Override
  public AdmissionResponse ask(AdmissionRequest.Call call) {
    boolean writes = call.operation().equals("CREATE") || call.operation().equals("UPDATE");
    if (!writes || !call.subResource().isEmpty() || call.pod().isEmpty()) {
      return AdmissionResponse.untouched(List.of());
    }
    try {
      var violations = rules.get().pods().validate(call.pod().get(), call.namespace(), around);
      if (violations.isEmpty()) {
        return AdmissionResponse.untouched(List.of());
      }
      var message = Violation.join(violations);
      log(call, message);
      return AdmissionResponse.denied(AdmissionResponse.Status.FORBIDDEN, message);
    } catch (Surroundings.LookupFailed e) {
      var message = String.valueOf(e.getMessage());
      log(call, message);
      return AdmissionResponse.denied(AdmissionResponse.Status.INTERNAL_ERROR, message);
    }
  }

  private static void log(AdmissionRequest.Call call, String message) {
    RequestLog.warn(LOG, call, "invalid", "", message);
  }
}
