package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.CommandRun;
import io.higuma.testing.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code higuma install control-plane}, compared with what Helm renders. */
class InstallCommandTest {
  private static final Path FOLDER = Path.of("src/main/kubernetes");
  private static final String PATCHES = "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES";

  /** One value for each key, in groups that go together. */
  private static final List<String> VALUES =
      List.of(
          """
          controlPlane.replicas=3
          controlPlane.minReadySeconds=5
          controlPlane.terminationGracePeriodSeconds=40
          controlPlane.priorityClassName=system-cluster-critical
          controlPlane.image.pullPolicy=Always
          controlPlane.image.tag=v2
          controlPlane.image.repository=team/cp
          controlPlane.image.registry=localhost:5000/mesh
          controlPlane.logLevel=debug
          controlPlane.logFormat=text
          controlPlane.resources.requests.cpu=250m
          controlPlane.resources.limits.memory=1Gi
          controlPlane.nodeSelector.example\\.com/pool=mesh
          controlPlane.podAnnotations.example\\.com/a=1
          controlPlane.deploymentAnnotations.b=two
          controlPlane.serviceAccountAnnotations.c=three
          controlPlane.service.annotations.d=four
          controlPlane.service.type=LoadBalancer
          controlPlane.envVars.GOMAXPROCS=2
          """,
          """
          controlPlane.injectorFailurePolicy=Ignore
          controlPlane.webhooks.timeoutSeconds=5
          controlPlane.webhooks.validator.failurePolicy=Ignore
          controlPlane.podDisruptionBudget.enabled=false
          networkPolicy.enabled=false
          controlPlane.zone=east
          controlPlane.apiServer.readOnly=true
          controlPlane.disallowMultipleMeshesPerNamespace=true
          controlPlane.defaults.skipMeshCreation=true
          controlPlane.config.runtime.kubernetes.injector.containerPatches={one,two}
          controlPlane.config.apiServer.http.port=5689
          cni.enabled=true
          """,
          """
          dataPlane.features.unifiedResourceNaming=true
          dataPlane.dnsLogging=true
          experimental.sidecarContainers=false
          experimental.envoyAdminUnixSocket=false
          experimental.inboundTagsDisabled=true
          experimental.deltaXds=true
          global.image.tag=2.14.4
          global.image.registry=example.com/kuma
          dataPlane.image.repository=dp
          dataPlane.image.tag=v5
          dataPlane.initImage.repository=init
          """,
          """
          dataPlane.initImage.tag=v7
          dataPlane.sidecarContainer.resources.requests.cpu=60m
          dataPlane.sidecarContainer.resources.requests.memory=65Mi
          dataPlane.sidecarContainer.resources.limits.cpu=900m
          dataPlane.sidecarContainer.resources.limits.memory=600Mi
          dataPlane.initContainer.resources.requests.cpu=21m
          dataPlane.initContainer.resources.requests.memory=21M
          dataPlane.initContainer.resources.limits.cpu=210m
          dataPlane.initContainer.resources.limits.memory=51M
          dataPlane.validationContainer.resources.requests.cpu=22m
          dataPlane.validationContainer.resources.requests.memory=22M
          dataPlane.validationContainer.resources.limits.cpu=220m
          dataPlane.validationContainer.resources.limits.memory=52M
          """);

  static List<String> groups() {
    return VALUES;
  }

  @Test
  void printsTheManifestsOfTheChartByDefault() {
    var text = install();

    areEqual(objects(text), chart("kuma-system", List.of()));
    assertThat(text).contains("# Service environment variables could be mistaken for settings.");
    var list = ValueSet.objects(ValueSet.text(FOLDER.resolve("kustomization.yaml"))).getFirst();
    var files = list.path("resources").valueStream().map(file -> FOLDER.resolve(file.asText()));
    assertThat(ValueSet.objects(text))
        .isEqualTo(files.flatMap(file -> ValueSet.objects(ValueSet.text(file)).stream()).toList());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void valuesHaveTheEffectThatTheyHaveInTheChart(String group) {
    var values = group.lines().map(value -> "--set=" + value).toList();

    areEqual(objects(install(values.toArray(String[]::new))), chart("kuma-system", values));
  }

  @Test
  void everyValueOfTheListIsComparedWithTheChart() {
    var compared = String.join("", VALUES).lines().map(value -> value.replaceFirst("=.*", ""));
    var listed = install("--list-values").lines().toList();

    assertThat(compared.map(key -> nameOf(key, listed)))
        .containsAll(listed.stream().filter(key -> !key.endsWith(".requests.NAME")).toList());
  }

  /** The key as the list has it: a name that a user chooses is {@code NAME}. */
  private static String nameOf(String key, List<String> listed) {
    return listed.stream()
        .filter(one -> one.endsWith(".NAME"))
        .map(one -> one.substring(0, one.length() - "NAME".length()))
        .filter(key::startsWith)
        .findFirst()
        .map(prefix -> prefix + "NAME")
        .orElse(key);
  }

  @Test
  void namespaceIsThatOfTheReleaseEverywhere() {
    areEqual(objects(install("--namespace", "mesh")), chart("mesh", List.of()));
    assertThat(install("-n", "123")).contains("namespace: \"123\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        PATCHES + "=patch1,patch2 | controlPlane.envVars." + PATCHES + "=patch1\\,patch2",
        "KUMA_DP_SERVER_PORT=5600,A=b | controlPlane.envVars.KUMA_DP_SERVER_PORT=5600,"
            + "controlPlane.envVars.A=b",
        "KUMA_DIAGNOSTICS_SERVER_PORT=6000 | controlPlane.envVars.KUMA_DIAGNOSTICS_SERVER_PORT=6000",
        "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT=9443 | "
            + "controlPlane.envVars.KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT=9443",
        "KUMA_DIAGNOSTICS_TLS_ENABLED=true | controlPlane.envVars.KUMA_DIAGNOSTICS_TLS_ENABLED=true",
        "KUMA_RUNTIME_KUBERNETES_DISALLOW_MULTIPLE_MESHES_PER_NAMESPACE=true | "
            + "controlPlane.envVars.KUMA_RUNTIME_KUBERNETES_DISALLOW_MULTIPLE_MESHES_PER_NAMESPACE"
            + "=true",
      })
  void variablesHaveTheEffectThatTheyHaveInTheChart(String variables, String values) {
    areEqual(
        objects(install("--env-var", variables)), chart("kuma-system", List.of("--set=" + values)));
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_DP_SERVER_PORT=5443, dpServer.port: value '5443'",
    "KUMA_DP_SERVER_PORT=443, dpServer.port: value '443'",
    "KUMA_DIAGNOSTICS_SERVER_PORT=0, diagnostics.serverPort: value '0'",
    "'KUMA_DP_SERVER_PORT=9,KUMA_API_SERVER_HTTP_ENABLED=0,KUMA_API_SERVER_HTTP_PORT=9', dpServer"
  })
  void portsThatTheManifestsCannotHaveAreRefused(String variables, String error) {
    var run = CommandRun.of("install", "control-plane", "--env-var", variables);
    assertThat(run.err().lines()).singleElement().asString().startsWith("error: " + error);
  }

  @Test
  void definitionsAreLeftOutOnRequest() {
    assertThat(install("--with-crds")).isEqualTo(install());
    assertThat(objects(install("--with-crds=false")).keySet())
        .hasSize(objects(install()).size() - 4)
        .noneMatch(name -> name.startsWith("CustomResourceDefinition"));
  }

  @Test
  void restartsPodsOnlyForSettingsThatNeedIt() {
    assertThat(checksum("--set=cni.enabled=true")).isEqualTo(checksum());
    assertThat(checksum("--set=controlPlane.zone=east")).isNotEqualTo(checksum());
  }

  private static String checksum(String... arguments) {
    return objects(install(arguments))
        .get("Deployment kuma-control-plane")
        .at("/spec/template/metadata/annotations/checksum~1config")
        .asText();
  }

  @Test
  void everythingThatIsWrongIsReportedTogether() {
    var run =
        CommandRun.of(
            "install",
            "control-plane",
            "--namespace=Mesh",
            "--env-var=KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHS=one",
            "--env-var=KUMA_DP_SERVER_PORT=many",
            "--env-var=NO VALUE",
            "--env-var=1A=b",
            "--set=controlPlane.replica=3",
            "--set=controlPlane.replicas=many",
            "--set=controlPlane.config.apiServer.http.prt=1",
            "--set=nothing");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "error: --namespace: value 'Mesh' is not valid: expected a DNS-1123 label: 1 to 63 lower"
                + " case letters, digits and inner dashes",
            "error: --set: value 'nothing' is not valid: expected KEY=VALUE, or several of them"
                + " separated by commas",
            "error: controlPlane.replica: no value that can be set without Helm; --list-values lists"
                + " them; did you mean controlPlane.replicas?",
            "error: apiServer.http.prt: there is no such key; did you mean apiServer.http.port?"
                + " (--set)",
            "error: controlPlane.replicas: value 'many' is not valid: expected a whole number from 0"
                + " to 999999999",
            "error: --env-var: value 'NO VALUE' is not valid: expected NAME=VALUE, or several of"
                + " them separated by commas",
            "error: --env-var: value '1A' is not valid: expected letters, digits and _, not"
                + " beginning with a digit",
            "error: KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHS: there is no such variable;"
                + " did you mean "
                + PATCHES
                + "?",
            "error: dpServer.port: value 'many' is not valid: expected a whole number from 1 to"
                + " 65535 (environment variable KUMA_DP_SERVER_PORT)");
  }

  private static void areEqual(Map<String, JsonNode> printed, Map<String, JsonNode> rendered) {
    assertThat(printed).hasSizeGreaterThan(10).containsOnlyKeys(rendered.keySet());
    rendered.forEach((name, object) -> assertThat(printed.get(name)).as(name).isEqualTo(object));
  }

  private static String install(String... arguments) {
    var run =
        CommandRun.of(
            Stream.concat(Stream.of("install", "control-plane"), Stream.of(arguments))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static Map<String, JsonNode> chart(String namespace, List<String> values) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                "higuma",
                ValueSet.CHART,
                "--namespace=" + namespace,
                "--kube-version=1.30.0",
                "--include-crds"));
    arguments.addAll(values);
    var rendered = Tool.HELM.run(arguments.toArray(String[]::new)).succeeded().out();
    var objects = objects(rendered);
    // Helm creates the Namespace itself.
    objects.put(
        "Namespace " + namespace,
        ValueSet.objects(
                ValueSet.text(FOLDER.resolve("namespace.yaml"))
                    .replace("name: kuma-system", "name: " + namespace))
            .getFirst());
    return objects;
  }

  /** Objects by kind and name, without the labels of Helm, with the configuration as data. */
  private static Map<String, JsonNode> objects(String yaml) {
    return ValueSet.objects(yaml).stream()
        .map(InstallCommandTest::normalized)
        .collect(
            Collectors.toMap(
                object -> object.path("kind").asText() + " " + object.at("/metadata/name").asText(),
                object -> object,
                (_, last) -> last,
                TreeMap::new));
  }

  private static JsonNode normalized(JsonNode object) {
    object
        .findParents("app.kubernetes.io/managed-by")
        .forEach(
            labels ->
                ((ObjectNode) labels)
                    .remove(List.of("app.kubernetes.io/managed-by", "helm.sh/chart")));
    if (object.at("/data/config.yaml").isTextual()) {
      var data = (ObjectNode) object.path("data");
      data.set("config.yaml", ValueSet.objects(data.path("config.yaml").asText()).getFirst());
    }
    return object;
  }
}
