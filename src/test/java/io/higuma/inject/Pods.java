package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pods for tests, and helpers to inject them. */
final class Pods {
  static final Surroundings CLUSTER = new KumaCluster();
  private static final YAMLMapper YAML = new YAMLMapper();

  private Pods() {}

  /** Parses a Pod from YAML. */
  static JsonNode pod(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plain Pod with these annotations. */
  static JsonNode annotated(Map<String, String> annotations) {
    var pod =
        pod(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop, labels: {app: shop}}
            spec: {containers: [{name: app, image: shop}]}
            """);
    var node = pod.withObject("/metadata/annotations");
    annotations.forEach(node::put);
    return pod;
  }

  /** An injector with these environment variables and native sidecars unless they say otherwise. */
  static SidecarInjector injector(Map<String, String> environment) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid(var settings, _, _) ->
          new SidecarInjector(
              new InjectionContext(
                  settings, settings.runtime().kubernetes().injector().sidecarContainers(), ""));
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }

  /** The decision about a Pod in the namespace {@code demo}, which is labelled for injection. */
  static Decision decide(JsonNode pod, Map<String, String> environment) {
    return decide(pod, "demo", environment);
  }

  static Decision decide(JsonNode pod, String namespace, Map<String, String> environment) {
    return decide(pod, namespace, environment, CLUSTER);
  }

  private static Decision decide(
      JsonNode pod, String namespace, Map<String, String> environment, Surroundings cluster) {
    try {
      return injector(environment).decide(PodReader.read(pod), namespace, cluster);
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the injected Pod; fails if it is not injected. */
  static JsonNode injected(JsonNode pod, Map<String, String> environment) {
    return injected(pod, environment, CLUSTER);
  }

  static JsonNode injected(JsonNode pod, Map<String, String> environment, Surroundings cluster) {
    return switch (decide(pod, "demo", environment, cluster)) {
      case Decision.Inject inject -> JsonPatch.apply(inject.patch().toJson(), pod);
      case Decision.Skip skip -> throw new AssertionError("skipped: " + skip.message());
      case Decision.Reject reject -> throw new AssertionError("refused: " + reject.message());
    };
  }

  /** A container of a Pod, init containers included. */
  static JsonNode container(JsonNode pod, String name) {
    for (var list : List.of("/spec/initContainers", "/spec/containers")) {
      for (var container : pod.at(list)) {
        if (container.path("name").asText().equals(name)) {
          return container;
        }
      }
    }
    throw new AssertionError("no container " + name + " in " + pod);
  }

  static List<String> arguments(JsonNode pod, String container) {
    var arguments = new ArrayList<String>();
    container(pod, container).path("args").forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }

  static String annotation(JsonNode pod, String key) {
    return pod.path("metadata").path("annotations").path(key).asText(null);
  }

  static String variable(JsonNode pod, String name) {
    for (var variable : container(pod, "kuma-sidecar").path("env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    return null;
  }
}
