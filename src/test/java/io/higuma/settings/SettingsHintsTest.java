package io.higuma.settings;

import static io.higuma.settings.Loading.file;
import static io.higuma.settings.Loading.invalid;
import static io.higuma.settings.Loading.set;
import static io.higuma.settings.Loading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings about unknown keys and variables, and those without effect. */
class SettingsHintsTest {
  @Test
  void warnsOfUnknownKeysWithTheNearestOne() {
    LoadedSettings.Valid loaded =
        valid(
            file("runtime: {kubernetes: {injector: {sidecarContainer: {drainTme: 5s}}, wild: {}}}")
                .withEnv(
                    Map.of(
                        "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCH", "a", "HOME", "/root")));

    assertThat(loaded.warnings())
        .containsExactlyInAnyOrder(
            "unknown key runtime.kubernetes.injector.sidecarContainer.drainTme is ignored"
                + " (file conf.yaml); did you mean"
                + " runtime.kubernetes.injector.sidecarContainer.drainTime?",
            "unknown key runtime.kubernetes.wild is ignored (file conf.yaml)",
            "unknown environment variable KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCH is"
                + " ignored; did you mean KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES?");
  }

  @Test
  void hintsAtTheKeyWhenTheCommandLineIsWrong() {
    assertThat(invalid(set("runtime.kubernetes.injector.cniEnable=true")).violations())
        .singleElement()
        .extracting(Violation::message)
        .asString()
        .contains("did you mean runtime.kubernetes.injector.cniEnabled?");
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_GID,"
        + " KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_GUI",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_RESOURCES_LIMITS_CPU,"
        + " KUMA_INJECTOR_SIDECAR_CONTAINER_RESOURCES_LIMITS_CPU",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_INIT_CONTAINER_IMAGE, KUMA_INJECTOR_INIT_CONTAINER_IMAGE",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_TRAFFIC_EXCLUDE_INBOUND_IPS,"
        + " KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_INBOUND_IPS",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIG_MAP,"
        + " KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
    "KUMA_TRACING_OPEN_TELEMETRY_ENABLED, KUMA_TRACING_OPENTELEMETRY_ENABLED",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINERS, KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS",
    "KUMA_INJECTOR_SIDECAR_CONTAINER_DRAIN_TIME,"
        + " KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_DRAIN_TIME"
  })
  void hintsAtTheVariableByItsWords(String unknown, String meant) {
    assertThat(valid(SettingsSources.none().withEnv(Map.of(unknown, "1"))).warnings())
        .containsExactly(
            "unknown environment variable " + unknown + " is ignored; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "runtime.kubernetes.injector.sidecarContainer.gui,"
        + " runtime.kubernetes.injector.sidecarContainer.gid",
    "runtime.kubernetes.sidecarContainer.uid, runtime.kubernetes.injector.sidecarContainer.uid",
    "runtime.kubernetes.injektor, runtime.kubernetes.injector",
    "runtime.kubernetes.injector.builtinDns.enable,"
        + " runtime.kubernetes.injector.builtinDNS.enabled",
    "diagnostics.port, diagnostics.serverPort"
  })
  void hintsAtTheKeyByItsWords(String unknown, String meant) {
    assertThat(invalid(set(unknown + "=1")).violations())
        .extracting(Violation::message)
        .containsExactly("there is no such key; did you mean " + meant + "? (--set)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_FOO",
        "KUMA_FOO",
        "KUMA_",
        "KUMA_RUNTIME_KUBERNETES_WILD"
      })
  void doesNotGuessFromOtherWords(String unknown) {
    assertThat(valid(SettingsSources.none().withEnv(Map.of(unknown, "1"))).warnings())
        .containsExactly("unknown environment variable " + unknown + " is ignored");
  }

  @Test
  void listsTheSettingsThatOnlyKumaHasInOneWarning() {
    LoadedSettings.Valid loaded =
        valid(
            file("store: {postgres: {host: db}, cache: }\n"
                    + "experimental: {autoReachableServices: true}\naccess: {type: static}")
                .withSet(List.of("metrics.dataplane.subscriptionLimit=3"))
                .withEnv(
                    Map.of(
                        "KUMA_STORE_POSTGRES_PASSWORD", "secret",
                        "KUMA_METRICS_DATAPLANE_SUBSCRIPTION_LIMIT", "3")));

    assertThat(loaded.warnings())
        .containsExactly(
            "settings of Kuma have no effect here: store.postgres,"
                + " experimental.autoReachableServices, access (file conf.yaml);"
                + " KUMA_METRICS_DATAPLANE_SUBSCRIPTION_LIMIT, KUMA_STORE_POSTGRES_PASSWORD"
                + " (environment); metrics.dataplane.subscriptionLimit (--set)");
    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void saysNothingOfWhatOnlyKumaHasIfItIsSwitchedOff() {
    assertThat(
            valid(
                    file("reports: {enabled: false}\ndpServer: {hds: {enabled: false}}")
                        .withEnv(Map.of("KUMA_DP_SERVER_HDS_ENABLED", "f")))
                .warnings())
        .isEmpty();
    assertThat(valid(file("dpServer: {hds: {enabled: false, interval: 1s}}")).warnings())
        .containsExactly("settings of Kuma have no effect here: dpServer.hds (file conf.yaml)");
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_CONTROL_PLANE_SERVICE_HOST, 10.0.0.1",
    "KUMA_CONTROL_PLANE_SERVICE_PORT, 443",
    "KUMA_CONTROL_PLANE_SERVICE_PORT_HTTPS_API, 443",
    "KUMA_CONTROL_PLANE_PORT, tcp://10.0.0.1:443",
    "KUMA_CONTROL_PLANE_PORT_443_TCP, tcp://[fd00::1]:443",
    "KUMA_CONTROL_PLANE_PORT_443_TCP_PROTO, tcp",
    "KUMA_CONTROL_PLANE_PORT_443_TCP_PORT, 443",
    "KUMA_CONTROL_PLANE_PORT_443_TCP_ADDR, 10.0.0.1",
    "KUMA_DNS_PORT_53_UDP, udp://10.0.0.1:53",
    "KUMA_DNS_PORT_53_SCTP_ADDR, 10.0.0.1"
  })
  void doesNotWarnAboutVariablesOfKubernetes(String name, String value) {
    assertThat(valid(SettingsSources.none().withEnv(Map.of(name, value))).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_API_SERVER_ROOT_URI, https://example.com",
    "KUMA_TRACING_OPENTELEMETRY_ENDPOINTS, tcp://collector:4317",
    "KUMA_ADMIN_TCP_PORT, 9901",
    "KUMA_DP_SERVICE_PORT, tcp",
    "KUMA_DP_SERVICE_PORT_HTTP, https://x",
    "KUMA_DP_SERVER_PORTS, 5678",
    "KUMA_CONTROL_PLANE_PORT, 443",
    "KUMA_CONTROL_PLANE_PORT_443_TCP_HOST, 10.0.0.1"
  })
  void warnsOfVariablesThatOnlyLookLikeThoseOfKubernetes(String name, String value) {
    assertThat(valid(SettingsSources.none().withEnv(Map.of(name, value))).warnings())
        .singleElement()
        .asString()
        .startsWith("unknown environment variable " + name + " is ignored");
  }

  @Test
  void warnsOfWhatItDoesNotFollow() {
    assertThat(
            valid(file("environment: universal\nmode: global\nstore: {type: memory}")).warnings())
        .hasSize(3)
        .allMatch(warning -> warning.contains("has no effect here (file conf.yaml): Higuma"));
  }

  @Test
  void warnsOfASettingWithoutEffectOnlyIfItIsNotTheDefault() {
    String enabled = "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_ENABLED";
    String app = "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_CNI_APP";

    assertThat(valid(SettingsSources.none().withEnv(Map.of(enabled, "false", app, ""))).warnings())
        .isEmpty();
    assertThat(
            valid(SettingsSources.none().withEnv(Map.of(enabled, "true", app, "cni"))).warnings())
        .containsExactly(
            "runtime.kubernetes.nodeTaintController.enabled has no effect here (environment"
                + " variable "
                + enabled
                + "): Higuma does not taint Nodes.",
            "runtime.kubernetes.nodeTaintController.cniApp has no effect here (environment"
                + " variable "
                + app
                + "): Higuma does not taint Nodes.");
  }

  @ParameterizedTest
  @CsvSource({
    "dpServer.authn.dpProxy.type, KUMA_DP_SERVER_AUTHN_DP_PROXY_TYPE, none, serviceAccountToken",
    "bootstrapServer.params.adminAddress, KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_ADDRESS, 0.0.0.0,"
        + " 127.0.0.1",
    "apiServer.gui.enabled, KUMA_API_SERVER_GUI_ENABLED, false, true",
    "apiServer.gui.basePath, KUMA_API_SERVER_GUI_BASE_PATH, /ui, /gui"
  })
  void warnsOnceOfASettingOfKumaThatIsNotFollowed(
      String key, String variable, String value, String standard) {
    String warning = key + " has no effect here (";
    SettingsSources none = SettingsSources.none();

    assertThat(valid(none.withEnv(Map.of(variable, value))).warnings())
        .singleElement()
        .asString()
        .startsWith(warning + "environment variable " + variable + "): ");
    assertThat(valid(file(nested(key, value))).warnings())
        .singleElement()
        .asString()
        .startsWith(warning + "file conf.yaml): ");
    assertThat(valid(set(key + "=" + value)).warnings())
        .singleElement()
        .asString()
        .startsWith(warning);
    assertThat(valid(none.withEnv(Map.of(variable, standard))).warnings()).isEmpty();
  }

  @Test
  void anEmptyTypeOfAuthenticationIsNoWarning() {
    assertThat(valid(file("dpServer: {authn: {dpProxy: {type: ''}}}")).warnings()).isEmpty();
  }

  private static String nested(String key, String value) {
    String[] keys = key.split("\\.", -1);
    return "{" + String.join(": {", keys) + ": " + value + "}".repeat(keys.length);
  }

  @Test
  void warnsOfKeysAndDocumentsThatDoNotCount() {
    LoadedSettings.Valid loaded = valid(file("mode: global\nmode: zone\n---\nmode: global\n"));

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.warnings())
        .containsExactly(
            "only the first of its documents counts (file conf.yaml)",
            "key 'mode' is on line 1 and again on line 2, which counts (file conf.yaml)");
  }
}
