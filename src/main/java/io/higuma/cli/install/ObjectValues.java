package io.higuma.cli.install;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.install.ChartValue.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The values of the chart that change fields of its objects. */
final class ObjectValues {
  private static final Rule COUNT = Rule.number(0, 999_999_999);
  private static final Rule POLICY = Rule.oneOf("Fail", "Ignore");

  private final List<ChartValue> values = new ArrayList<>();

  private ObjectValues() {}

  static List<ChartValue> all() {
    var made = new ObjectValues();
    made.pods();
    made.container();
    made.webhooks();
    made.objects();
    return made.values;
  }

  private void add(String key, Rule rule, BiConsumer<Manifests, String> change) {
    values.add(new ChartValue("controlPlane." + key, rule, change));
  }

  private void pods() {
    add("replicas", COUNT, (manifests, text) -> number(spec(manifests), "replicas", text));
    add(
        "minReadySeconds",
        COUNT,
        (manifests, text) -> number(spec(manifests), "minReadySeconds", text));
    add(
        "terminationGracePeriodSeconds",
        COUNT,
        (manifests, text) -> number(pod(manifests), "terminationGracePeriodSeconds", text));
    add(
        "priorityClassName",
        Rule.TEXT,
        (manifests, text) -> pod(manifests).put("priorityClassName", text));
  }

  private static void number(ObjectNode object, String field, String text) {
    object.put(field, Integer.parseInt(text));
  }

  private static ObjectNode spec(Manifests manifests) {
    return (ObjectNode) manifests.object("Deployment").path("spec");
  }

  private static ObjectNode pod(Manifests manifests) {
    return (ObjectNode) spec(manifests).at("/template/spec");
  }

  private void container() {
    for (var part : List.of("registry", "repository", "tag")) {
      add(
          "image." + part,
          Rule.TEXT,
          (manifests, text) -> Image.put(manifests.container(), part, text));
    }
    add(
        "image.pullPolicy",
        Rule.oneOf("Always", "IfNotPresent", "Never"),
        (manifests, text) -> manifests.container().put("imagePullPolicy", text));
    add(
        "logLevel",
        Rule.oneOf("off", "error", "warn", "info", "debug"),
        (manifests, text) -> argument(manifests, "--log-level=", text));
    add(
        "logFormat",
        Rule.oneOf("json", "text"),
        (manifests, text) -> argument(manifests, "--log-format=", text));
  }

  private static void argument(Manifests manifests, String option, String text) {
    var arguments = (ArrayNode) manifests.container().path("args");
    for (int index = 0; index < arguments.size(); index++) {
      if (arguments.get(index).asText().startsWith(option)) {
        arguments.set(index, arguments.textNode(option + text));
      }
    }
  }

  private void webhooks() {
    add(
        "injectorFailurePolicy",
        POLICY,
        (manifests, text) ->
            manifests.injectors().forEach(hook -> hook.put("failurePolicy", text)));
    add(
        "webhooks.validator.failurePolicy",
        POLICY,
        (manifests, text) ->
            manifests.validators().stream()
                // Deletions only get warnings, so they are never refused.
                .filter(hook -> !hook.path("name").asText().startsWith("deletion."))
                .forEach(hook -> hook.put("failurePolicy", text)));
    add(
        "webhooks.timeoutSeconds",
        Rule.number(1, 30),
        (manifests, text) -> {
          manifests.injectors().forEach(hook -> number(hook, "timeoutSeconds", text));
          manifests.validators().forEach(hook -> number(hook, "timeoutSeconds", text));
        });
  }

  private void objects() {
    add(
        "service.type",
        Rule.oneOf("ClusterIP", "LoadBalancer"),
        (manifests, text) ->
            ((ObjectNode) manifests.object("Service").path("spec")).put("type", text));
    add("podDisruptionBudget.enabled", Rule.BOOLEAN, unless("PodDisruptionBudget"));
    values.add(new ChartValue("networkPolicy.enabled", Rule.BOOLEAN, unless("NetworkPolicy")));
  }

  private static BiConsumer<Manifests, String> unless(String kind) {
    return (manifests, text) -> {
      if (text.equals("false")) {
        manifests.remove(kind);
      }
    };
  }
}
