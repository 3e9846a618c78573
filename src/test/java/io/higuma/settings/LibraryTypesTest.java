package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of a file are converted to the types of settings as in {@code sigs.k8s.io/yaml}, if that
 * accepts them. Higuma also accepts some others: numbers and booleans in quotes.
 */
class LibraryTypesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INJECTOR = "runtime.kubernetes.injector.";

  /** Settings with the types of the recorded struct, by its keys. */
  private static final Map<String, SettingLeaf> LEAVES =
      Map.of(
          "text", leaf("ebpf.tcAttachIface"),
          "flag", leaf("cniEnabled"),
          "number", leaf("sidecarContainer.uid"),
          "texts", leaf("containerPatches"),
          "map", leaf("sidecarContainer.envVars"));

  private static final Map<String, Object> EMPTY =
      Map.of("text", "", "flag", false, "number", 0L, "texts", List.of(), "map", Map.of());

  private static SettingLeaf leaf(String path) {
    return Catalogue.byPath(INJECTOR + path).orElseThrow();
  }

  /** All values that the library accepts, except lists with null. */
  static Stream<JsonNode> taken() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/sigs-yaml/recorded.jsonl")).stream()
        .map(LibraryTypesTest::json)
        .filter(recorded -> recorded.has("typed") && !recorded.get("typed").isEmpty())
        .filter(recorded -> !recorded.at("/typed/texts").valueStream().anyMatch(t -> isEmpty(t)));
  }

  private static boolean isEmpty(JsonNode text) {
    return text.textValue().isEmpty();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("taken")
  void givesTheValuesThatTheLibraryGives(JsonNode recorded) {
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    switch (KubernetesYaml.read(recorded.get("yaml").textValue())) {
      case Parsed.Good<KubernetesYaml.Document>(var document) ->
          // In Go's order.
          document.root().properties().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(entry -> put(ours, entry.getKey(), entry.getValue()));
      case Parsed.Bad<KubernetesYaml.Document>(var violation) ->
          throw new AssertionError(violation.toString());
    }

    assertThat(json(ours.toString())).isEqualTo(withoutNulls(recorded));
  }

  /** A null in a map removes an entry here, and makes it empty in the library. */
  private static JsonNode withoutNulls(JsonNode recorded) {
    ObjectNode typed = recorded.get("typed").deepCopy();
    if (typed.get("map") instanceof ObjectNode map) {
      map.properties().removeIf(entry -> recorded.at("/json/map/" + entry.getKey()).isNull());
      if (map.isEmpty()) {
        typed.remove("map");
      }
    }
    return typed;
  }

  private static void put(ObjectNode ours, String key, JsonNode node) {
    String lower = key.toLowerCase(Locale.ROOT);
    SettingLeaf leaf = LEAVES.get(lower);
    if (leaf == null) {
      return;
    }
    switch (TreeValues.read(leaf, node, EMPTY.get(lower))) {
      case Parsed.Good<Object>(Object value) -> {
        if (!value.equals(EMPTY.get(lower))) {
          ours.set(lower, JSON.valueToTree(value));
        }
      }
      case Parsed.Bad<Object>(var violation) -> throw new AssertionError(violation.toString());
    }
  }
}
