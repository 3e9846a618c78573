package io.higuma.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.testing.CommandResult;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders the chart and compares. {@code mvn test -Dtest=ChartTest -Dgolden.refresh=true} rewrites
 * the goldens and README; {@code make manifests} the plain manifests.
 */
class ChartTest {
  private static final boolean REFRESH = Boolean.getBoolean("golden.refresh");
  private static final Path README = Path.of(ValueSet.CHART, "README.md");
  private static final Path MANIFESTS = Path.of("src/main/kubernetes");
  private static final Path SCHEMA = Path.of(ValueSet.CHART, "values.schema.json");

  static List<ValueSet> sets() {
    return ValueSet.all();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void isWithoutFault(ValueSet set) {
    Tool.HELM
        .run(
            "lint", ValueSet.CHART, "--strict", "--kube-version=1.30.0", "--values=" + set.values())
        .succeeded();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void isRenderedAsKept(ValueSet set) throws IOException {
    String rendered = set.rendered();
    if (REFRESH) {
      Files.writeString(set.manifests(), rendered);
    }
    assertThat(rendered).isEqualTo(ValueSet.text(set.manifests()));
  }

  @Test
  void plainManifestsAreTheChart(@TempDir Path folder) throws IOException {
    // The script would build helm if it is missing; this test must not.
    String helm = Tool.HELM.path();
    CommandResult result =
        CommandResult.run(
            "", Map.of("HELM", helm), List.of("scripts/manifests", folder.toString()));
    result.succeeded();
    Map<String, String> rendered = files(folder);
    Map<String, String> kept = files(MANIFESTS);
    kept.keySet().removeAll(List.of("kustomization.yaml", "namespace.yaml"));
    assertThat(kept).as("run 'make manifests'").isEqualTo(rendered);
  }

  @Test
  void listOfManifestsIsComplete() throws IOException {
    JsonNode list = ValueSet.objects(ValueSet.text(MANIFESTS.resolve("kustomization.yaml"))).get(0);
    List<String> listed = new ArrayList<>();
    list.path("resources").forEach(file -> listed.add(file.asText()));
    Map<String, String> files = files(MANIFESTS);
    files.remove("kustomization.yaml");
    assertThat(listed).containsExactlyInAnyOrderElementsOf(files.keySet());
  }

  @Test
  void readmeIsMadeFromTheValues() throws IOException {
    if (REFRESH) {
      Files.writeString(README, ChartReadme.markdown());
    }
    assertThat(Files.readString(README)).isEqualTo(ChartReadme.markdown());
  }

  @Test
  void schemaKnowsExactlyTheValuesAndTheirMeaning() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
    compare(ChartReadme.values(), schema, "", ChartReadme.meanings());
  }

  /** Every value is described, and every object with known keys refuses others. */
  private static void compare(
      JsonNode values, JsonNode schema, String path, Map<String, String> meanings) {
    JsonNode properties = schema.path("properties");
    if (meanings.containsKey(path)) {
      assertThat(schema.path("description").asText()).as(path).isEqualTo(meanings.get(path));
    } else {
      assertThat(values.properties()).as("%s has no meaning", path).isNotEmpty();
      assertThat(schema.path("additionalProperties").asBoolean())
          .as("additional values of '%s'", path)
          .isEqualTo(path.equals("global"));
      assertThat(names(properties)).as(path).isEqualTo(names(values));
      values
          .properties()
          .forEach(
              value -> {
                String below = path.isEmpty() ? value.getKey() : path + "." + value.getKey();
                compare(value.getValue(), properties.path(value.getKey()), below, meanings);
              });
    }
  }

  private static List<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).sorted().toList();
  }

  @Test
  void listedImagesAreThoseOfTheValues() {
    JsonNode chart = ValueSet.objects(ValueSet.text(Path.of(ValueSet.CHART, "Chart.yaml"))).get(0);
    String images = chart.at("/annotations/artifacthub.io~1images").asText();
    String used =
        ValueSet.named("default").objects().stream()
            .map(JsonNode::toString)
            .reduce("", String::concat);
    List<String> listed =
        ValueSet.objects("images:\n" + images).get(0).path("images").findValuesAsText("image");
    assertThat(listed).hasSize(3).allSatisfy(image -> assertThat(used).contains(image));
  }

  @Test
  void alertsAreUnderstoodByPrometheus() {
    Tool.PROMTOOL.run("check", "rules", ValueSet.CHART + "/files/alerts.yaml").succeeded();
  }

  @Test
  void alertsAboutSidecarsFireWhenTheyShould() {
    Tool.PROMTOOL.run("test", "rules", "src/test/resources/alerts/sidecars.yaml").succeeded();
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file, UTF_8));
      }
    }
    return files;
  }
}
