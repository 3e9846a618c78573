package io.higuma.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.settings.Loaded;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart is made of. {@code mvn test -Dtest=ChartTest -Dgolden.refresh=true} writes what is
 * rendered and README anew; {@code make manifests} the plain manifests.
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
    // The script asks for helm itself; where it is missing this test must not build it.
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas=3",
        "controlPlane.replica=3",
        "controlPlane.replicas=many",
        "controlPlane.injectorFailurePolicy=fail",
        "controlPlane.webhooks.timeoutSeconds=31",
        "controlPlane.tls.general.certmanager.enabled=true",
        "controlPlane.envVars.KUMA-MODE=zone",
        "dataPlane.sidecarContainer.resources.limit.cpu=1",
        "networkPolicy.egress.apiServerPorts={https}",
        "namespaceAllowList={Shop}",
      })
  void typosAreRefused(String value) {
    CommandResult result = template(value);
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("higuma:").containsAnyOf("additional", "at '/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "controlPlane.tls.general.caBundle=YQ== | caBundle belongs to secretName",
        "controlPlane.tls.general.certManager.enabled=true,"
            + "controlPlane.tls.general.secretName=mine | certManager.enabled makes the certificate",
        "nameOverride=higuma | does not make its own certificate",
        "dataPlane.controlPlaneServiceName=other | does not make its own certificate",
        "controlPlane.hostNetwork=true,controlPlane.admissionServerPort=5681 | this port is taken",
        "controlPlane.config=- | controlPlane.config is no YAML",
      })
  void valuesThatDoNotGoTogetherAreRefused(String values, String why) {
    CommandResult result = template(values);
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(why);
  }

  private static CommandResult template(String values) {
    return Tool.HELM.run(
        "template",
        "higuma",
        ValueSet.CHART,
        "--namespace=kuma-system",
        "--kube-version=1.30.0",
        "--set=" + values);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void configurationIsUnderstood(ValueSet set) {
    String file = set.object("ConfigMap", "-control-plane-config").at("/data/config.yaml").asText();
    JsonNode deployment = set.object("Deployment", "-control-plane");
    Map<String, String> variables = new TreeMap<>();
    for (JsonNode variable : deployment.at("/spec/template/spec/containers/0/env")) {
      if (variable.path("name").asText().startsWith("KUMA_")) {
        variables.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    Loaded loaded =
        SettingsLoader.load(
            SettingsSources.none().withFile("config.yaml", file).withEnv(variables));
    assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    assertThat(((Loaded.Valid) loaded).warnings()).isEmpty();
  }

  @Test
  void changesOfTheInjectorNeedNoRestart() {
    assertThat(checksum("dataPlane.image.tag=2.14.4,cni.enabled=true")).isEqualTo(checksum(""));
    assertThat(checksum("controlPlane.zone=east")).isNotEqualTo(checksum(""));
  }

  private static String checksum(String values) {
    String rendered = template(values).succeeded().out();
    return ValueSet.objects(rendered).stream()
        .filter(object -> object.path("kind").asText().equals("Deployment"))
        .map(object -> object.at("/spec/template/metadata/annotations/checksum~1config").asText())
        .findFirst()
        .orElseThrow();
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
