package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Recorded responses of Kuma 2.14.3 and the settings of the recording. */
public final class InjectVectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "/kuma-2.14/";

  private InjectVectors() {}

  /**
   * One recorded response.
   *
   * @param name its name
   * @param profile the settings
   * @param namespace the namespace of the Pod
   * @param pod the Pod in the request
   * @param patched the injected Pod; empty if it was rejected
   */
  public record Vector(
      String name, String profile, String namespace, JsonNode pod, Optional<JsonNode> patched) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All vectors. */
  public static List<Vector> all() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        InjectVectors.class.getResourceAsStream(FOLDER + "inject.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      var vectors = new ArrayList<Vector>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var node = JSON.readTree(line);
        vectors.add(
            new Vector(
                node.path("name").asText(),
                node.path("profile").asText(),
                node.path("namespace").asText(),
                node.get("pod"),
                node.path("allowed").asBoolean()
                    ? Optional.of(node.has("patched") ? node.get("patched") : node.get("pod"))
                    : Optional.empty()));
      }
      return vectors;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The environment variables of a profile. */
  public static Map<String, String> environment(String profile) {
    try (var in = InjectVectors.class.getResourceAsStream(FOLDER + "profiles.json")) {
      var environment = new HashMap<String, String>();
      JSON.readTree(in)
          .path("inject")
          .path(profile)
          .properties()
          .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
      return environment;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a profile. */
  public static Settings settings(String profile) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment(profile)))) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid invalid ->
          throw new IllegalStateException(invalid.violations().toString());
    };
  }

  /** The CA of the recording. */
  public static String caCertificate() {
    try (var in = InjectVectors.class.getResourceAsStream(FOLDER + "ca.crt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Normalizes a Pod for comparison: removes nulls, empty objects and lists (except the value of an
   * {@code emptyDir}), the creation time and Higuma's annotations. Numbers are parsed again, so
   * that their Java type makes no difference.
   */
  public static JsonNode normalised(JsonNode pod) {
    var copy = reread(pod);
    if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
      var own = new ArrayList<String>();
      annotations.fieldNames().forEachRemaining(own::add);
      own.removeIf(key -> !key.startsWith("higuma.io/"));
      annotations.remove(own);
    }
    return tidy(copy);
  }

  private static JsonNode reread(JsonNode node) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(node));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tidy(JsonNode node) {
    if (node instanceof ArrayNode array) {
      var tidy = JSON.createArrayNode();
      array.forEach(element -> tidy.add(tidy(element)));
      return tidy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    var tidy = JSON.createObjectNode();
    for (var entry : object.properties()) {
      if (entry.getKey().equals("emptyDir")) {
        tidy.set(entry.getKey(), entry.getValue());
        continue;
      }
      var value = tidy(entry.getValue());
      var empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
      if (!empty && !entry.getKey().equals("creationTimestamp")) {
        tidy.set(entry.getKey(), value);
      }
    }
    return tidy;
  }
}
