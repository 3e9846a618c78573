package io.higuma.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.PodReader;
import io.higuma.inject.SidecarInjector;
import io.higuma.settings.LoadedSettings;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "controlPlane.zone=-east",
        "controlPlane.podAnnotations.list={a}",
        "controlPlane.secrets[0].Env=A",
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
        "nameOverride=higuma,controlPlane.service.name=other | does not make its own certificate",
        "dataPlane.controlPlaneServiceName=other | does not make its own certificate",
        "controlPlane.hostNetwork=true,controlPlane.admissionServerPort=5681 | this port is taken",
        "controlPlane.config=- | controlPlane.config is no YAML",
      })
  void valuesThatDoNotGoTogetherAreRefused(String values, String why) {
    CommandResult result = template(values);
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(why);
  }

  /** {@code null} removes a default value of the chart. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "global.image.tag=                | kumahq/kuma-dp:2.14.3, kumahq/kuma-init:2.14.3",
        "global.image.tag=null            | kumahq/kuma-dp:2.14.3, kumahq/kuma-init:2.14.3",
        "global.image.tag=2.14.4          | kumahq/kuma-dp:2.14.4, kumahq/kuma-init:2.14.4",
        "dataPlane.image.tag=null         | kumahq/kuma-dp:2.14.3, kumahq/kuma-init:2.14.3",
        "dataPlane.image.tag=2            | kumahq/kuma-dp:2, kumahq/kuma-init:2.14.3",
        "dataPlane.initImage.tag=null     | kumahq/kuma-init:2.14.3",
        "controlPlane.image.tag=null      | higuma/higuma:0.1.0",
        "controlPlane.image.tag=          | higuma/higuma:0.1.0",
        "controlPlane.image.tag=20261127  | higuma/higuma:20261127",
      })
  void everyImageHasATag(String value, String images) {
    String rendered = template(value).succeeded().out();
    assertThat(rendered.lines())
        .filteredOn(line -> line.contains("image: "))
        .noneMatch(line -> line.strip().replace("\"", "").endsWith(":"));
    assertThat(rendered).contains(List.of(images.split(", ")));
  }

  /** Kubernetes objects need strings in these fields, and integers in others. */
  @Test
  void numbersAndBooleansBecomeStringsWhereStringsAreMeant() {
    String rendered = ValueSet.text(ValueSet.named("numbers").manifests());
    assertThat(rendered).doesNotContainPattern("[0-9]e\\+[0-9]");
    for (JsonNode object : ValueSet.objects(rendered)) {
      for (String place :
          List.of(
              "/metadata/labels",
              "/metadata/annotations",
              "/spec/template/metadata/labels",
              "/spec/template/metadata/annotations",
              "/spec/template/spec/nodeSelector",
              "/data")) {
        assertThat(object.at(place)).as(place).allMatch(JsonNode::isTextual);
      }
    }
    JsonNode pod =
        ValueSet.named("numbers").object("Deployment", "-control-plane").at("/spec/template");
    assertThat(pod.at("/metadata/annotations/uid").textValue()).isEqualTo("1000650000");
    assertThat(pod.at("/metadata/annotations").has("nothing")).isFalse();
    assertThat(pod.at("/spec/securityContext/runAsUser").longValue()).isEqualTo(1_000_650_000);
    assertThat(pod.at("/spec/containers/0/env"))
        .isNotEmpty()
        .allMatch(variable -> variable.path("value").isTextual() || variable.has("valueFrom"));
  }

  @ParameterizedTest
  @CsvSource({"numbers, 1", "kong-mesh, 1", "particular, 1", "kuma-defaults, 0"})
  void secretsAreAListOrAMap(String set, int variables) {
    JsonNode env =
        ValueSet.named(set)
            .object("Deployment", "-control-plane")
            .at("/spec/template/spec/containers/0/env");
    assertThat(env.findValues("secretKeyRef")).hasSize(variables);
    assertThat(env.findValuesAsText("key")).allMatch(key -> !key.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"east", "East", "1", "1000650000", "a.b_c-d", "null"})
  void zonesThatTheSettingsAcceptAreAccepted(String zone) {
    String file =
        ValueSet.objects(template("controlPlane.zone=" + zone).succeeded().out()).stream()
            .filter(object -> object.path("kind").asText().equals("ConfigMap"))
            .map(object -> object.at("/data/config.yaml").asText())
            .findFirst()
            .orElseThrow();
    LoadedSettings loaded =
        SettingsLoader.load(SettingsSources.none().withFile("config.yaml", file));
    assertThat(((LoadedSettings.Valid) loaded).settings().multizone().zone().name())
        .isEqualTo(zone.equals("null") ? "default" : zone);
  }

  /** The default ConfigMap is Kuma's: it is used for Pods, and redirects DNS. */
  @Test
  void redirectionOfTheConfigMapIsUnderstood() throws PodReader.Malformed {
    String rendered = template("transparentProxy.configMap.enabled=true").succeeded().out();
    Map<String, String> configs = new TreeMap<>();
    ValueSet.objects(rendered).stream()
        .filter(object -> object.path("kind").asText().equals("ConfigMap"))
        .forEach(
            object ->
                configs.put(
                    object.at("/metadata/name").asText(), object.at("/data/config.yaml").asText()));
    LoadedSettings loaded =
        SettingsLoader.load(
            SettingsSources.none()
                .withFile("config.yaml", configs.get("kuma-control-plane-config")));
    SidecarInjector injector =
        new SidecarInjector(
            new InjectionContext(((LoadedSettings.Valid) loaded).settings(), true, ""));
    JsonNode pod = ValueSet.objects("{spec: {containers: [{name: app, image: app}]}}").get(0);
    Decision decision =
        injector.decide(
            PodReader.read(pod),
            "demo",
            new KumaCluster() {
              @Override
              public Optional<String> redirectConfig(String configMap) {
                return Optional.ofNullable(configs.get(configMap));
              }
            });
    assertThat(decision).as("%s", decision).isInstanceOf(Decision.Inject.class);
    assertThat(((Decision.Inject) decision).patch().toJson().toString())
        .contains("captureAll: true", "kumaDPUser: \\\"5678\\\"");
  }

  @Test
  void redirectionOfAnExternalConfigMapIsNotRendered() {
    String rendered =
        template("transparentProxy.configMap.enabled=true,transparentProxy.configMap.config=null")
            .succeeded()
            .out();
    assertThat(rendered)
        .contains("transparentProxyConfigMap: kuma-transparent-proxy-config")
        .doesNotContain("captureAll");
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
    LoadedSettings loaded =
        SettingsLoader.load(
            SettingsSources.none().withFile("config.yaml", file).withEnv(variables));
    assertThat(loaded).isInstanceOf(LoadedSettings.Valid.class);
    assertThat(((LoadedSettings.Valid) loaded).warnings()).isEmpty();
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
