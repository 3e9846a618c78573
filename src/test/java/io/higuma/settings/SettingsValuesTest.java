package io.higuma.settings;

import static io.higuma.settings.Loading.file;
import static io.higuma.settings.Loading.injector;
import static io.higuma.settings.Loading.invalid;
import static io.higuma.settings.Loading.resource;
import static io.higuma.settings.Loading.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing of values of each type from each source. */
class SettingsValuesTest {
  private static final String INJECTOR = "runtime.kubernetes.injector.";

  @Test
  void givesAnAliasTheValueOfItsAnchor() throws IOException {
    assertThat(injector(file(resource("/settings/alias-scalar.yaml"))).initContainer().image())
        .isEqualTo("registry.corp.example/kuma-init:2.14.3");
  }

  @Test
  void readsABooleanWhereATextBelongs() throws IOException {
    assertThat(injector(file(resource("/settings/env-bool.yaml"))).sidecarContainer().envVars())
        .isEqualTo(Map.of("OTEL_SDK_DISABLED", "true"));
  }

  @Test
  void namesTheLineOfATabThatIndents() throws IOException {
    assertThat(invalid(file(resource("/settings/tab-in-settings.yaml"))).violations())
        .extracting(Violation::message)
        .containsExactly(
            "not YAML or JSON: line 4: a tab cannot indent, only spaces can (file conf.yaml)");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0x10, 16",
    "1.50, 1.5",
    "1e3, 1000",
    "yes, true",
    "OFF, false",
    "'\"yes\"', yes",
    "2020-01-01, 2020-01-01",
    "!!str 010, 010",
    "010, 8"
  })
  void readsScalarsAsTexts(String written, String text) {
    Injector injector =
        injector(
            file(
                """
                runtime:
                  kubernetes:
                    injector:
                      containerPatches: [%1$s]
                      sidecarContainer:
                        image: %1$s
                        envVars: {DEBUG: %1$s}
                """
                    .formatted(written)));

    assertThat(injector.containerPatches()).containsExactly(text);
    assertThat(injector.sidecarContainer().image()).isEqualTo(text);
    assertThat(injector.sidecarContainer().envVars()).containsEntry("DEBUG", text);
  }

  @ParameterizedTest
  @CsvSource({"1", "t", "T", "TRUE", "true", "True"})
  void readsGosWordsForTrue(String word) {
    assertThat(injector(set(INJECTOR + "cniEnabled=" + word)).cniEnabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "tRUE", "2", "", " true"})
  void refusesOtherWordsForTrueInTheEnvironment(String word) {
    assertThat(invalid(set(INJECTOR + "cniEnabled=" + word)).violations()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0x1F, 31", "0o17, 15", "017, 15", "0b11, 3", "1_000, 1000", "+7, 7", "0, 0"})
  void readsGosNumbers(String text, int number) {
    var settings = set(INJECTOR + "applicationProbeProxyPort=" + text);
    assertThat(injector(settings).applicationProbeProxyPort()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1_",
        "_1",
        "0x",
        "08",
        "1.5",
        "-1",
        "0",
        "65536",
        "9999999999999999999",
        "--1"
      })
  void refusesWhatIsNoPort(String text) {
    assertThat(invalid(set(INJECTOR + "virtualProbesPort=" + text)).violations()).hasSize(1);
    assertThat(invalid(set(INJECTOR + "builtinDNS.port=" + text)).violations()).hasSize(1);
  }

  @Test
  void emptiesTextsListsAndMapsByAnEmptyVariable() {
    Injector injector =
        injector(
            SettingsSources.none()
                .withEnv(
                    Map.of(
                        "KUMA_RUNTIME_KUBERNETES_INJECTOR_NODE_LABELS_TO_COPY", "",
                        "KUMA_RUNTIME_KUBERNETES_EXCEPTIONS_LABELS", "",
                        "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IP_FAMILY_MODE", "")));

    assertThat(injector.nodeLabelsToCopy()).isEmpty();
    assertThat(injector.exceptions().labels()).isEmpty();
    assertThat(injector.sidecarContainer().ipFamilyMode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sidecarContainer: {envVars: [a]}",
        "sidecarContainer: {envVars: {a=b: c}}",
        "sidecarContainer: {drainTime: soon}",
        "sidecarContainer: {drainTime: {}}",
        "sidecarContainer: {drainTime: true}",
        "sidecarContainer: {drainTime: 1e300}",
        "sidecarContainer: {uid: 1.5}",
        "sidecarContainer: {uid: 99999999999999999999}",
        "sidecarContainer: {resources: {limits: {cpu: []}}}",
        "containerPatches: one,two",
        "sidecarContainer: {image: [a]}",
        "sidecarContainer: {envVars: {DEBUG: [a]}}",
        "containerPatches: [null]",
        "sidecarTraffic: {excludeInboundPorts: 80}",
        "sidecarTraffic: {excludeInboundPorts: ['80']}",
        "sidecarTraffic: {excludeInboundPorts: [80, 65536]}",
        "sidecarTraffic: {excludeOutboundIPs: [localhost]}",
        "sidecarTraffic: {excludeOutboundIPs: ['10.1']}",
        "sidecarTraffic: {excludeOutboundIPs: ['fe80::1%eth0']}",
        "sidecarTraffic: {excludeOutboundIPs: ['::/129']}",
        "sidecarTraffic: {excludeOutboundIPs: ['10.0.0.0/']}",
        "nodeLabelsToCopy: [not a label]",
        "ebpf: {bpffsPath: relative}",
        "cniEnabled: 1"
      })
  void refusesValuesOfTheWrongKind(String injector) {
    String text = "runtime: {kubernetes: {injector: {" + injector + "}}}";

    assertThat(invalid(file(text)).violations())
        .singleElement()
        .extracting(Violation::path)
        .asString()
        .startsWith("runtime.kubernetes.injector.");
  }

  @Test
  void readsBareNumbersOfDurationsAsNanoseconds() {
    SettingsSources file =
        file("runtime: {kubernetes: {injector: {sidecarContainer: {drainTime: 1500000000}}}}");

    assertThat(injector(file).sidecarContainer().drainTime()).isEqualTo(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "../../secrets/x", "a%2fb", "a?b", "a#b", "A", "ä", "x_y"})
  void refusesNamesThatCannotBeNames(String name) {
    for (var key :
        List.of(
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES",
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
            "KUMA_STORE_KUBERNETES_SYSTEM_NAMESPACE",
            "KUMA_RUNTIME_KUBERNETES_CONTROL_PLANE_SERVICE_NAME")) {
      assertThat(SettingsLoader.load(SettingsSources.none().withEnv(Map.of(key, name))))
          .isInstanceOfSatisfying(
              LoadedSettings.Invalid.class,
              invalid ->
                  assertThat(invalid.violations().toString()).contains("'" + name + "'", "1 to"));
    }
  }
}
