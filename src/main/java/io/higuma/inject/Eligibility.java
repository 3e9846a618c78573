package io.higuma.inject;

import static io.higuma.inject.Trace.Verdict.NOT_APPLICABLE;
import static io.higuma.inject.Trace.Verdict.PASS;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Parsed;
import io.higuma.settings.Settings;
import java.util.Map;
import java.util.Optional;

/** Decides whether a Pod is to be injected; the first rule that matches ends the evaluation. */
record Eligibility(AdmittedPod pod, String namespace, Settings settings, DecisionNotes notes) {
  private static final String EXPECTED = "enabled, true or yes, or disabled, false or no";

  /** Returns the skip or reject decision; empty if the Pod is to be injected. */
  Optional<Decision> evaluate(Surroundings cluster) {
    var systemNamespace = settings.store().kubernetes().systemNamespace();
    if (WebhookSelectors.isExcluded(namespace, systemNamespace, pod.labels())) {
      return skip(
          Stage.SELECTORS,
          SkipReason.EXCLUDED_NAMESPACE,
          "the Pod is in namespace " + namespace + ", which is never injected");
    }
    var exception = exceptionLabel();
    if (exception.isPresent()) {
      return skip(Stage.EXCEPTIONS, SkipReason.EXCEPTION_LABEL, exception.get());
    }
    notes.step(Stage.EXCEPTIONS, NOT_APPLICABLE, "no_exception", "no exception label");
    if (isAlreadyInjected()) {
      return Optional.of(new Reinvocation(pod, notes).decide());
    }
    if (KubernetesName.DNS_LABEL.read("metadata.namespace", namespace)
        instanceof Parsed.Bad<String>(var violation)) {
      notes.reject(Stage.LABELS, RejectReason.BAD_NAME, violation);
      return Optional.of(notes.rejection());
    }
    var view = cluster.namespace(namespace);
    if (view.isEmpty()) {
      notes.reject(
          Stage.LABELS,
          RejectReason.NAMESPACE_NOT_FOUND,
          "metadata.namespace",
          "namespace '" + namespace + "' could not be found");
      return Optional.of(notes.rejection());
    }
    var selected = WebhookSelectors.evaluate(pod, namespace, view.get(), systemNamespace);
    notes.step(selected.stage(), selected.verdict(), selected.code(), selected.sentence());
    return labels(view.get()).or(this::hostNetwork).or(this::windows);
  }

  private Optional<String> exceptionLabel() {
    for (var exception :
        settings.runtime().kubernetes().injector().exceptions().labels().entrySet()) {
      var value = pod.labels().get(exception.getKey());
      if (value != null
          && (exception.getValue().equals("*") || exception.getValue().equals(value))) {
        return Optional.of(
            "the Pod carries the exception label " + exception.getKey() + "=" + value);
      }
    }
    return Optional.empty();
  }

  private boolean isAlreadyInjected() {
    return pod.containers().stream().anyMatch(c -> c.name().equals(SidecarContainer.NAME))
        || pod.initContainers().stream().anyMatch(c -> c.name().equals(SidecarContainer.NAME));
  }

  private Optional<Decision> labels(NamespaceView view) {
    return evaluateLabel("Pod", pod.labels(), SkipReason.POD_LABEL_DISABLED)
        .or(
            () ->
                evaluateLabel(
                    "Namespace '" + namespace + "'",
                    view.labels(),
                    SkipReason.NAMESPACE_LABEL_DISABLED))
        .map(LabelResult::decision)
        .orElseGet(
            () -> skip(Stage.LABELS, SkipReason.NOT_LABELLED, SkipReason.NOT_LABELLED.sentence()));
  }

  /** Result of a label: a decision, or empty if it enables injection. */
  private record LabelResult(Optional<Decision> decision) {}

  private Optional<LabelResult> evaluateLabel(
      String owner, Map<String, String> labels, SkipReason disabled) {
    var value = labels.get(Labels.SIDECAR_INJECTION);
    if (value == null) {
      return Optional.empty();
    }
    if (WebhookSelectors.YES.contains(value)) {
      notes.step(
          Stage.LABELS,
          PASS,
          "labelled",
          "the " + owner + " is labelled " + Labels.SIDECAR_INJECTION + "=" + value);
      return Optional.of(new LabelResult(Optional.empty()));
    }
    if (WebhookSelectors.NO.contains(value)) {
      return Optional.of(
          new LabelResult(
              skip(
                  Stage.LABELS,
                  disabled,
                  "the " + owner + " is labelled " + Labels.SIDECAR_INJECTION + "=" + value)));
    }
    notes.reject(
        Stage.LABELS,
        RejectReason.BAD_INJECTION_LABEL,
        "metadata.labels[" + Labels.SIDECAR_INJECTION + "]",
        "the label of the " + owner + " has the value '" + value + "', expected " + EXPECTED);
    return Optional.of(new LabelResult(Optional.of(notes.rejection())));
  }

  private Optional<Decision> hostNetwork() {
    if (!pod.hostNetwork()) {
      return Optional.empty();
    }
    if (!isEnabledByPodLabel()) {
      return skip(Stage.HOST_NETWORK, SkipReason.HOST_NETWORK, SkipReason.HOST_NETWORK.sentence());
    }
    notes.reject(
        Stage.HOST_NETWORK,
        RejectReason.HOST_NETWORK,
        "spec.hostNetwork",
        "the Pod asks for a sidecar by its label, but redirecting the traffic of its node's network"
            + " would break the node: remove hostNetwork or the label");
    return Optional.of(notes.rejection());
  }

  private Optional<Decision> windows() {
    if (!pod.windows()) {
      return Optional.empty();
    }
    if (!isEnabledByPodLabel()) {
      return skip(Stage.WINDOWS, SkipReason.WINDOWS, SkipReason.WINDOWS.sentence());
    }
    notes.reject(
        Stage.WINDOWS,
        RejectReason.WINDOWS,
        "spec.os.name, spec.nodeSelector",
        "the Pod asks for a sidecar by its label, but it runs on Windows, for which there is no"
            + " sidecar: remove the label");
    return Optional.of(notes.rejection());
  }

  /** True only for labels that enable injection: others have ended the evaluation before. */
  private boolean isEnabledByPodLabel() {
    return pod.labels().containsKey(Labels.SIDECAR_INJECTION);
  }

  private Optional<Decision> skip(Stage stage, SkipReason why, String message) {
    return Optional.of(notes.skip(stage, why, message));
  }
}
