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

/** The webhook configurations: whether the right Pods are sent, and no others. */
final class PreflightWebhooks implements Preflight.Check {
  private static final String CHECK = "webhooks";
  private static final String LABEL = "kuma.io/sidecar-injection";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String CHART = "Install the chart's webhook configurations.";

  private final ApiCalls api;
  private final Preflight.Target target;
  private final List<Hook> hooks = new ArrayList<>();

  /**
   * One of our webhooks.
   *
   * @param configuration in which it stands
   * @param json all of it
   */
  record Hook(String configuration, JsonNode json) {
    String name() {
      return json.path("name").asText();
    }

    private boolean takes(Map<String, String> namespace, Map<String, String> pod) {
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

  /** The webhooks that were found. */
  List<Hook> hooks() {
    return hooks;
  }

  @Override
  public List<CheckResult> look() throws IOException, InterruptedException {
    List<CheckResult> findings = new ArrayList<>();
    findings.add(read("mutatingwebhookconfigurations", target.mutating()));
    findings.add(read("validatingwebhookconfigurations", target.validating()));
    if (hooks.stream().anyMatch(hook -> hook.configuration().equals(target.mutating()))) {
      sent(findings);
      spared(findings);
    }
    for (Hook hook : hooks) {
      if (hook.json().has("reinvocationPolicy")
          && !hook.json().path("reinvocationPolicy").asText().equals("IfNeeded")) {
        findings.add(
            CheckResult.warning(
                CHECK,
                hook.name() + ": Higuma is not called again after other webhooks changed a Pod",
                "Set reinvocationPolicy: IfNeeded."));
      }
    }
    return findings;
  }

  private CheckResult read(String plural, String name) throws IOException, InterruptedException {
    ApiResponse answer = api.get(WebhookConfigurations.path(plural).name(name));
    if (answer.status() == ApiResponse.NOT_FOUND) {
      return CheckResult.error(CHECK, "there is no " + name, CHART);
    }
    if (!answer.good()) {
      return CheckResult.warning(
          CHECK, name + " cannot be read: " + answer.says(), "Ask as somebody who may read it.");
    }
    int before = hooks.size();
    for (JsonNode hook : answer.object(FieldFilter.ALL).path("webhooks")) {
      if (WebhookConfiguration.isOurs(hook.path("clientConfig"), target.service())) {
        hooks.add(new Hook(name, hook));
      }
    }
    int found = hooks.size() - before;
    return found == 0
        ? CheckResult.error(CHECK, name + " does not lead to Service " + target.service(), CHART)
        : CheckResult.ok(CHECK, "%s: %d webhook(s) lead to Higuma".formatted(name, found));
  }

  /** Labelling the Namespace or the Pod is enough. */
  private void sent(List<CheckResult> findings) {
    List<String> missed = new ArrayList<>();
    for (String yes : List.of("enabled", "true", "yes")) {
      if (!isInjected(Map.of(NAME_LABEL, "shop", LABEL, yes), Map.of())) {
        missed.add("Namespaces with " + LABEL + "=" + yes);
      }
      if (!isInjected(Map.of(NAME_LABEL, "shop"), Map.of(LABEL, yes))) {
        missed.add("Pods with " + LABEL + "=" + yes);
      }
    }
    findings.add(
        missed.isEmpty()
            ? CheckResult.ok(CHECK, "labelled Namespaces and labelled Pods are sent")
            : CheckResult.error(CHECK, "not sent: " + String.join(", ", missed), CHART));
  }

  /** A control plane that is away must keep neither the cluster nor itself from starting. */
  private void spared(List<CheckResult> findings) {
    List<String> sent = new ArrayList<>();
    for (String namespace : List.of("kube-system", target.systemNamespace())) {
      var labels = Map.of(NAME_LABEL, namespace, LABEL, "enabled");
      for (Hook hook : hooks) {
        if (hook.isForPods()
            && (hook.takes(labels, Map.of()) || hook.takes(labels, Map.of(LABEL, "enabled")))) {
          sent.add(hook.name() + " takes Pods of " + namespace);
        }
      }
    }
    findings.add(
        sent.isEmpty()
            ? CheckResult.ok(
                CHECK, "Pods of kube-system and " + target.systemNamespace() + " are never sent")
            : CheckResult.error(
                CHECK,
                String.join(", ", sent)
                    + ": while Higuma is away, they cannot start and neither can it",
                CHART));
  }

  private boolean isInjected(Map<String, String> namespace, Map<String, String> pod) {
    return hooks.stream()
        .filter(hook -> hook.configuration().equals(target.mutating()))
        .anyMatch(hook -> hook.isForPods() && hook.takes(namespace, pod));
  }
}
