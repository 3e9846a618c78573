package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsJsonTest {
  private final ObjectNode json = SettingsJson.of(Settings.defaults());

  @Test
  void writesKumasForm() {
    JsonNode kubernetes = json.at("/runtime/kubernetes");
    assertThat(kubernetes.at("/marshalingCacheExpirationTime").textValue()).isEqualTo("5m0s");
    assertThat(kubernetes.at("/injector/sidecarContainer/uid").longValue()).isEqualTo(5678);
    assertThat(kubernetes.at("/injector/builtinDNS/port").intValue()).isEqualTo(15053);
    assertThat(kubernetes.at("/injector/exceptions/labels/openshift.io~1build.name").textValue())
        .isEqualTo("*");
    assertThat(json.at("/apiServer/http/interface").textValue()).isEqualTo("0.0.0.0");
    assertThat(json.at("/defaults/skipMeshCreation").booleanValue()).isFalse();
    assertThat(json.at("/experimental/sidecarContainers").booleanValue()).isTrue();
    assertThat(kubernetes.at("/injector/sidecarContainers").booleanValue()).isTrue();
  }

  @Test
  void isReadBackAsTheSameSettings() {
    LoadedSettings loaded =
        SettingsLoader.load(SettingsSources.none().withFile("f", json.toString()));

    assertThat(loaded)
        .isInstanceOfSatisfying(
            LoadedSettings.Valid.class,
            valid -> {
              assertThat(valid.settings()).isEqualTo(Settings.defaults());
              assertThat(valid.warnings()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runtime.kubernetes.injector.sidecarContainers | true",
        "experimental.sidecarContainers | true",
        "runtime.kubernetes.injector.sidecarContainer.drainTime | \"30s\"",
        "runtime.kubernetes.injector.initContainer.resources.limits | {\"cpu\":\"0\",\"memory\":\"50M\"}",
        "runtime.kubernetes.injector.containerPatches | []",
      })
  void findsValuesAndSectionsByPath(String path, String value) {
    assertThat(SettingsJson.at(Settings.defaults(), path).orElseThrow()).hasToString(value);
  }

  @Test
  void findsEverythingAtTheEmptyPath() {
    assertThat(SettingsJson.at(Settings.defaults(), "")).contains(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nothing", "runtime.", ".", "runtime.kubernetes.injector.exceptions.labels.a"})
  void findsNothingAtOtherPaths(String path) {
    assertThat(SettingsJson.at(Settings.defaults(), path)).isEmpty();
  }
}
