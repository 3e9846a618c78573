package io.higuma.cluster.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.cache.LabelSelector;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.cluster.controller.WebhookConfiguration;
import io.higuma.cluster.controller.WebhookConfigurations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that the webhook configurations select the right Pods and no others. */
final class PreflightWebhooks implements Preflight.Check {
  private static final String CHECK = "webhooks";
  private static final String LABEL = "kuma.io/sidecar-injection";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String CHART = "Install the chart's webhook configurations.";

  private final ApiCalls api;
  private final Preflight.Target target;
  private final List<Hook> hooks = new ArrayList<>();

  /**
   * One of Higuma's webhooks.
   *
   * @param configuration name of its webhook configuration
   * @param json the complete webhook
   */
  record Hook(String configuration, JsonNode json) {
    String name() {
      return json.path("name").asText();
    }

    private boolean selects(Map<String, String> namespace, Map<String, String> pod) {
      return LabelSelector.matches(json.path("namespaceSelector"), namespace)
          && LabelSelector.matches(json.path("objectSelector"), pod);
    }

    private boolean isForPods() {
      return json.path("rules").toString().contains("\"pods\"");
    }
  }

  PreflightWebhooks(ApiCalls api, Preflight.Target target) {
    this.api = api;
    this.target = target;
  }

  /** The webhooks found by {@link #run}. */
  List<Hook> hooks() {
    return hooks;
  }

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    results.add(read("mutatingwebhookconfigurations", target.mutating()));
    results.add(read("validatingwebhookconfigurations", target.validating()));
    if (hooks.stream().anyMatch(hook -> hook.configuration().equals(target.mutating()))) {
      checkSelected(results);
      checkExcluded(results);
    }
    for (Hook hook : hooks) {
      if (hook.json().has("reinvocationPolicy")
          && !hook.json().path("reinvocationPolicy").asText().equals("IfNeeded")) {
        results.add(
            CheckResult.warning(
                CHECK,
                hook.name() + ": Higuma is not called again after other webhooks changed a Pod",
                "Set reinvocationPolicy: IfNeeded."));
      }
    }
    return results;
  }

  private CheckResult read(String plural, String name) throws IOException, InterruptedException {
    ApiResponse response = api.get(WebhookConfigurations.path(plural).name(name));
    if (response.status() == ApiResponse.NOT_FOUND) {
      return CheckResult.error(CHECK, "there is no " + name, CHART);
    }
    if (!response.isSuccess()) {
      return CheckResult.warning(
          CHECK,
          name + " cannot be read: " + response.summary(),
          "Run the check as a user who may read it.");
    }
    int before = hooks.size();
    for (JsonNode hook : response.object(FieldFilter.ALL).path("webhooks")) {
      if (WebhookConfiguration.isOurs(hook.path("clientConfig"), target.service())) {
        hooks.add(new Hook(name, hook));
      }
    }
    int found = hooks.size() - before;
    return found == 0
        ? CheckResult.error(CHECK, name + " does not lead to Service " + target.service(), CHART)
        : CheckResult.ok(CHECK, "%s: %d webhook(s) lead to Higuma".formatted(name, found));
  }

  /** Checks that a label on the Namespace or on the Pod is enough. */
  private void checkSelected(List<CheckResult> results) {
    var namespace = target.namespace();
    List<String> missed = new ArrayList<>();
    for (String value : List.of("enabled", "true", "yes")) {
      if (!isInjected(Map.of(NAME_LABEL, namespace, LABEL, value), Map.of())) {
        missed.add("Namespaces with " + LABEL + "=" + value);
      }
      if (!isInjected(Map.of(NAME_LABEL, namespace), Map.of(LABEL, value))) {
        missed.add("Pods with " + LABEL + "=" + value);
      }
    }
    results.add(
        missed.isEmpty()
            ? CheckResult.ok(CHECK, "labelled Namespaces and labelled Pods are sent")
            : CheckResult.error(
                CHECK,
                "not sent: " + String.join(", ", missed),
                CHART
                    + " With its namespaceAllowList, check one of these namespaces: --namespace."));
  }

  /** Checks that an unavailable control plane blocks neither system Pods nor its own. */
  private void checkExcluded(List<CheckResult> results) {
    List<String> selected = new ArrayList<>();
    for (String namespace : List.of("kube-system", target.systemNamespace())) {
      var labels = Map.of(NAME_LABEL, namespace, LABEL, "enabled");
      for (Hook hook : hooks) {
        if (hook.isForPods()
            && (hook.selects(labels, Map.of()) || hook.selects(labels, Map.of(LABEL, "enabled")))) {
          selected.add(hook.name() + " takes Pods of " + namespace);
        }
      }
    }
    results.add(
        selected.isEmpty()
            ? CheckResult.ok(
                CHECK, "Pods of kube-system and " + target.systemNamespace() + " are never sent")
            : CheckResult.error(
                CHECK,
                String.join(", ", selected)
                    + ": while Higuma is away, they cannot start and neither can it",
                CHART));
  }

  private boolean isInjected(Map<String, String> namespace, Map<String, String> pod) {
    return hooks.stream()
        .filter(hook -> hook.configuration().equals(target.mutating()))
        .anyMatch(hook -> hook.isForPods() && hook.selects(namespace, pod));
  }
}
