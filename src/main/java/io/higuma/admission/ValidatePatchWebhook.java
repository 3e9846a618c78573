package io.higuma.admission;

import io.higuma.admission.AdmissionRequest.PatchObject;
import io.higuma.admission.AdmissionServer.Decisions;
import io.higuma.inject.PatchValidator;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Validating webhook {@code /validate-kuma-io-v1alpha1}: rejects ContainerPatches that can never be
 * applied, and warns about the effects of a change.
 */
final class ValidatePatchWebhook implements Webhook {
  private static final Logger LOG = Logger.getLogger(ValidatePatchWebhook.class);

  private final Decisions decisions;

  ValidatePatchWebhook(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Optional<AdmissionResponse> answer(AdmissionRequest.Call call) {
    return Optional.of(ask(call));
  }

  @Override
  public AdmissionResponse ask(AdmissionRequest.Call call) {
    if (!call.subResource().isEmpty()) {
      return AdmissionResponse.untouched(List.of());
    }
    var validator = decisions.rules().get().patches();
    return switch (call.operation()) {
      case "CREATE", "UPDATE" ->
          call.patch()
              .filter(object -> !object.terminating())
              .map(object -> written(call, object, validator))
              .orElse(AdmissionResponse.untouched(List.of()));
      // Allowed in any namespace: a misplaced patch and its namespace must be deletable.
      case "DELETE" -> AdmissionResponse.untouched(deleted(call, validator));
      default -> AdmissionResponse.untouched(List.of());
    };
  }

  private AdmissionResponse written(
      AdmissionRequest.Call call, PatchObject object, PatchValidator validator) {
    var misplaced = validator.misplaced(call.namespace());
    if (misplaced.isPresent()) {
      return denied(call, misplaced.get().message(), List.of());
    }
    try {
      var review = validator.review(object.patch(), decisions.stored());
      return review.violations().isEmpty()
          ? AdmissionResponse.untouched(review.warnings())
          : denied(call, Violation.join(review.violations()), review.warnings());
    } catch (Surroundings.LookupFailed e) {
      return AdmissionResponse.denied(
          AdmissionResponse.Status.INTERNAL_ERROR, String.valueOf(e.getMessage()));
    }
  }

  private List<String> deleted(AdmissionRequest.Call call, PatchValidator validator) {
    if (validator.misplaced(call.namespace()).isPresent()) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    if (validator.isDefault(call.name())) {
      warnings.add(
          "ContainerPatch "
              + call.name()
              + " is one of injector.containerPatches: from now on Pods without a list of their own"
              + " are refused");
    }
    var users = decisions.users().of(call.name());
    if (users.count() > 0) {
      int more = users.count() - users.workloads().size();
      warnings.add(
          "ContainerPatch "
              + call.name()
              + " is used by "
              + String.join(", ", users.workloads())
              + (more > 0 ? " and " + more + " more" : "")
              + ": their next Pods are refused");
    }
    return warnings;
  }

  private static AdmissionResponse denied(
      AdmissionRequest.Call call, String message, List<String> warnings) {
    RequestLog.warn(LOG, call, "invalid ContainerPatch", "", message);
    var status = AdmissionResponse.Status.FORBIDDEN;
    return new AdmissionResponse.Denied(status.verdict(), status, message, warnings);
  }
}
