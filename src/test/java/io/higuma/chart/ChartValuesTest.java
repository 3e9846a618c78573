package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of the chart's values on the manifests, and values that it refuses. */
class ChartValuesTest {
  static List<ValueSet> sets() {
    return ValueSet.all();
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
        "controlPlane.admissionServerPort=5681"
            + " | apiServer.http.port and runtime.kubernetes.admissionServer.port are both 5681",
        "controlPlane.envVars.KUMA_DP_SERVER_PORT=5443"
            + " | dpServer.port and runtime.kubernetes.admissionServer.port are both 5443",
        "controlPlane.config.diagnostics.serverPort=5678"
            + " | diagnostics.serverPort and dpServer.port are both 5678",
        "controlPlane.config.diagnostics.serverPort=0 | diagnostics.serverPort: value '0'",
        "controlPlane.envVars.KUMA_API_SERVER_HTTPS_PORT=many | apiServer.https.port: value 'many'",
        "controlPlane.envVars.KUMA_DP_SERVER_PORT=443 | expected none of the Service's other ports",
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
    List<JsonNode> rendered =
        ValueSet.objects(template("controlPlane.zone=" + zone).succeeded().out());
    assertThat(ValueSet.settings(rendered).multizone().zone().name())
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
    return template(values, "--set=");
  }

  private static CommandResult template(String values, String option) {
    return Tool.HELM.run(
        "template",
        "higuma",
        ValueSet.CHART,
        "--namespace=kuma-system",
        "--kube-version=1.30.0",
        option + values);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "controlPlane.envVars.KUMA_DIAGNOSTICS_SERVER_PORT=6000 | diagnostics | 6000",
        "controlPlane.config.diagnostics.serverPort=6000 | diagnostics | 6000",
        "controlPlane.admissionServerPort=9443 | webhooks | 9443",
        "controlPlane.config.runtime.kubernetes.admissionServer.port=9443 | webhooks | 9443",
        "controlPlane.config.apiServer.http.port=7001 | http-api | 7001",
        "controlPlane.envVars.KUMA_API_SERVER_HTTPS_PORT=7002 | https-api | 7002",
      })
  void portsOfTheContainerAreThoseOfTheSettings(String value, String name, int port) {
    List<JsonNode> objects = ValueSet.objects(template(value).succeeded().out());
    JsonNode container =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow()
            .at("/spec/template/spec/containers/0");
    assertThat(container.path("ports"))
        .filteredOn(one -> one.path("name").asText().equals(name))
        .extracting(one -> one.path("containerPort").asInt())
        .containsExactly(port);
    assertThat(
            objects.stream()
                .filter(object -> object.path("kind").asText().equals("Service"))
                .map(object -> object.at("/metadata/annotations/prometheus.io~1port").asText()))
        .containsExactly(name.equals("diagnostics") ? "6000" : "5680");
  }

  @ParameterizedTest
  @CsvSource({
    "envVars, 1, 0",
    "envVars, TRUE, 0",
    "envVars, t, 0",
    "envVars, true, 0",
    "envVars, false, 2",
    "envVarEntries, 1, 0",
    "envVarEntries, false, 2"
  })
  void allPodsAreSentIfAVariableRefusesASecondMesh(String list, String text, int conditions) {
    String variable = "KUMA_RUNTIME_KUBERNETES_DISALLOW_MULTIPLE_MESHES_PER_NAMESPACE";
    String value =
        list.equals("envVars")
            ? "controlPlane.envVars." + variable + "=" + text
            : "controlPlane.envVarEntries[0].name=%s,controlPlane.envVarEntries[0].value=%s"
                .formatted(variable, text);
    assertThat(
            template(value, "--set-string=").succeeded().out().split("has-a-label-of-dataplanes"))
        .hasSize(conditions + 1);
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
}
