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
  public Optional<AdmissionResponse> decideFromCache(AdmissionRequest.Parsed request) {
    return Optional.of(decideLive(request));
  }

  @Override
  public AdmissionResponse decideLive(AdmissionRequest.Parsed request) {
    if (!request.subResource().isEmpty()) {
      return AdmissionResponse.allowed(List.of());
    }
    var validator = decisions.rules().get().patches();
    return switch (request.operation()) {
      case "CREATE", "UPDATE" ->
          request
              .patch()
              .filter(object -> !object.terminating())
              .map(object -> validate(request, object, validator))
              .orElse(AdmissionResponse.allowed(List.of()));
      // Allowed in any namespace: a misplaced patch and its namespace must be deletable.
      case "DELETE" -> AdmissionResponse.allowed(deletionWarnings(request, validator));
      default -> AdmissionResponse.allowed(List.of());
    };
  }

  private AdmissionResponse validate(
      AdmissionRequest.Parsed request, PatchObject object, PatchValidator validator) {
    var misplaced = validator.misplaced(request.namespace());
    if (misplaced.isPresent()) {
      return denied(request, misplaced.get().message(), List.of());
    }
    try {
      var review = validator.review(object.patch(), decisions.cached());
      return review.violations().isEmpty()
          ? AdmissionResponse.allowed(review.warnings())
          : denied(request, Violation.join(review.violations()), review.warnings());
    } catch (Surroundings.LookupFailed e) {
      return AdmissionResponse.denied(
          AdmissionResponse.Status.INTERNAL_ERROR, String.valueOf(e.getMessage()));
    }
  }

  private List<String> deletionWarnings(AdmissionRequest.Parsed request, PatchValidator validator) {
    if (validator.misplaced(request.namespace()).isPresent()) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    if (validator.isDefault(request.name())) {
      warnings.add(
          "ContainerPatch "
              + request.name()
              + " is one of injector.containerPatches: from now on Pods without a list of their own"
              + " are refused");
    }
    var users = decisions.users().of(request.name());
    if (users.count() > 0) {
      int more = users.count() - users.workloads().size();
      warnings.add(
          "ContainerPatch "
              + request.name()
              + " is used by "
              + String.join(", ", users.workloads())
              + (more > 0 ? " and " + more + " more" : "")
              + ": their next Pods are refused");
    }
    return warnings;
  }

  private static AdmissionResponse denied(
      AdmissionRequest.Parsed request, String message, List<String> warnings) {
    RequestLog.warn(LOG, request, "invalid ContainerPatch", "", message);
    var status = AdmissionResponse.Status.FORBIDDEN;
    return new AdmissionResponse.Denied(status.verdict(), status, message, warnings);
  }
}
