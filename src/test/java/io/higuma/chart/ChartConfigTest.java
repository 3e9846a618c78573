package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.higuma.settings.Settings;
import io.higuma.testing.Tool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How {@code controlPlane.config} is merged with the other values, and what runs beside another.
 */
class ChartConfigTest {
  private static final String CONFIG = "controlPlane.config=";
  private static final String[] BESIDE_KUMA = {
    "nameOverride=higuma",
    "dataPlane.controlPlaneServiceName=kuma-control-plane",
    "controlPlane.tls.general.certManager.enabled=true",
    "controlPlane.prometheusRule.enabled=true",
    "namespaceAllowList={shop}"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experimental: {sidecarContainers: false}",
        "runtime: {kubernetes: {injector: {sidecarContainers: false}}}"
      })
  void eachNameOfNativeSidecarsCounts(String config) {
    assertThat(settings(CONFIG + config).runtime().kubernetes().injector().sidecarContainers())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runtime:",
        "runtime:\n  kubernetes:\n",
        "runtime:\n  kubernetes:\n    injector:\n      # cniEnabled: true\n",
        "runtime: {kubernetes: {injector: {sidecarContainer: {image: null}}}}"
      })
  void emptySectionLeavesTheValuesOfTheChart(String config) {
    assertThat(settings(CONFIG + config)).isEqualTo(settings(CONFIG));
  }

  @Test
  void besideAnotherControlPlaneDataplanesOfAllNamespacesMayBeWritten() {
    List<JsonNode> objects = rendered(BESIDE_KUMA);

    assertThat(objects)
        .filteredOn(object -> object.path("kind").asText().equals("ClusterRole"))
        .anySatisfy(
            role ->
                assertThat(role.path("rules"))
                    .anySatisfy(
                        rule -> {
                          assertThat(rule.path("resources").toString())
                              .isEqualTo("[\"dataplanes\"]");
                          assertThat(rule.path("verbs").toString()).contains("create");
                        }));
    assertThat(objects)
        .filteredOn(object -> object.path("kind").asText().equals("Role"))
        .extracting(object -> object.at("/metadata/namespace").asText())
        .containsOnly("kuma-system");
  }

  @Test
  void besideAnotherControlPlaneNoAlertIsForWhatTheOtherMayDo() {
    assertThat(alerts(BESIDE_KUMA))
        .contains("HigumaIsDown", "HigumaHasTwoLeaders")
        .doesNotContain("HigumaHasNoLeader", "HigumaServesNoSidecars");
    assertThat(alerts("controlPlane.prometheusRule.enabled=true"))
        .contains("HigumaIsDown", "HigumaHasNoLeader", "HigumaServesNoSidecars");
  }

  private static List<String> alerts(String... values) {
    return rendered(values).stream()
        .filter(object -> object.path("kind").asText().equals("PrometheusRule"))
        .flatMap(object -> object.findValuesAsText("alert").stream())
        .toList();
  }

  private static Settings settings(String value) {
    return ValueSet.settings(rendered(value));
  }

  private static List<JsonNode> rendered(String... values) {
    Stream<String> command =
        Stream.of(
            "template",
            "higuma",
            ValueSet.CHART,
            "--namespace=kuma-system",
            "--kube-version=1.30.0");
    // A text with commas is one value; only a list in braces is read by --set.
    Stream<String> set =
        Stream.of(values)
            .map(
                value ->
                    value.startsWith(CONFIG)
                        ? "--set-json="
                            + CONFIG
                            + TextNode.valueOf(value.substring(CONFIG.length()))
                        : "--set=" + value);
    return ValueSet.objects(
        Tool.HELM.run(Stream.concat(command, set).toArray(String[]::new)).succeeded().out());
  }
}
