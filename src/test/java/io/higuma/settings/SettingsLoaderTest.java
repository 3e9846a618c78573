package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
  private static final String INJECTOR = "runtime.kubernetes.injector.";
  private static final String NATIVE = "KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS";
  private static final String UID = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID";

  @Test
  void givesDefaultsWhenNothingIsConfigured() {
    Loaded.Valid loaded = valid(SettingsSources.none());

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.origins()).hasSize(Catalogue.leaves().size());
    assertThat(loaded.origins().values()).containsOnly(Origin.DEFAULT);
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void putsEachLayerOverTheOnesBefore() {
    String path = INJECTOR + "sidecarContainer.uid";
    SettingsSources file = SettingsSources.none().withFile("conf.yaml", uid(1));
    SettingsSources env = file.withEnv(Map.of(UID, "2"));
    SettingsSources set = env.withSet(List.of(path + "=3"));
    SettingsSources all = set.withOverrides(json(uid(4)));

    assertThat(uidOf(file)).isEqualTo(1);
    assertThat(uidOf(env)).isEqualTo(2);
    assertThat(uidOf(set)).isEqualTo(3);
    assertThat(uidOf(all)).isEqualTo(4);
    assertThat(valid(file).origins().get(path)).hasToString("file conf.yaml");
    assertThat(valid(env).origins().get(path)).hasToString("environment variable " + UID);
    assertThat(valid(set).origins().get(path)).hasToString("--set " + path);
    assertThat(valid(all).origins().get(path)).hasToString("override");
  }

  @Test
  void reportsEveryProblemAtOnce() {
    SettingsSources sources =
        SettingsSources.none()
            .withFile(
                "conf.yaml",
                """
                runtime:
                  kubernetes:
                    injector:
                      sidecarContainer:
                        image: ""
                        ipFamilyMode: ipv6
                        redirectPortInbound: 70000
                        drainTime: 0s
                        readinessProbe: {periodSeconds: 0}
                        resources: {limits: {cpu: lots}}
                      sidecarTraffic: {excludeInboundIPs: [10.0.0.0/33]}
                      cniEnabled: {}
                    marshalingCacheExpirationTime: -5s
                    admissionServer: 5443
                multizone: {zone: {name: "not a name"}}
                """)
            .withEnv(
                Map.of(
                    "KUMA_INJECTOR_INIT_CONTAINER_RESOURCES_REQUESTS_CPU",
                    "-1",
                    "KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_INBOUND_PORTS",
                    "80,0",
                    UID,
                    ""))
            .withSet(
                List.of(
                    "runtime.kubernetes.leaderElection.leaseDuration=5s", "nothing", "injektor=1"));

    List<Violation> violations = invalid(sources).violations();

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            INJECTOR + "sidecarContainer.image",
            INJECTOR + "sidecarContainer.ipFamilyMode",
            INJECTOR + "sidecarContainer.redirectPortInbound",
            INJECTOR + "sidecarContainer.drainTime",
            INJECTOR + "sidecarContainer.readinessProbe.periodSeconds",
            INJECTOR + "sidecarContainer.resources.limits.cpu",
            INJECTOR + "sidecarContainer.uid",
            INJECTOR + "sidecarTraffic.excludeInboundIPs",
            INJECTOR + "sidecarTraffic.excludeInboundPorts",
            INJECTOR + "initContainer.resources.requests.cpu",
            INJECTOR + "cniEnabled",
            "runtime.kubernetes.marshalingCacheExpirationTime",
            "runtime.kubernetes.admissionServer",
            "runtime.kubernetes.leaderElection.renewDeadline",
            "multizone.zone.name",
            "",
            "injektor");
    assertThat(violations.toString())
        .contains("value '70000' is not valid: expected a whole number from 0 to 65535 (file conf")
        .contains("value 'ipv6' is not valid: expected one of: nothing, ipv4, dualstack")
        .contains("(environment variable " + UID + ")")
        .contains("value '10.0.0.0/33'")
        .contains("value 'lots' is not valid: expected a quantity")
        .contains("value 'nothing' is not valid: expected key=value (--set)");
  }

  @Test
  void findsWhatIsWrongBetweenSettings() {
    List<Violation> violations =
        invalid(
                SettingsSources.none()
                    .withSet(
                        List.of(
                            "general.tlsCertFile=/tls.crt",
                            "diagnostics.tlsMaxVersion=TLSv1_1",
                            "runtime.kubernetes.nodeTaintController.enabled=true",
                            INJECTOR + "initContainer.resources.limits.memory=1M")))
            .violations();

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "general.tlsKeyFile",
            "diagnostics.tlsMaxVersion",
            "runtime.kubernetes.nodeTaintController.cniApp",
            INJECTOR + "initContainer.resources.requests.memory");
  }

  @Test
  void takesTheAliasOfNativeSidecars() {
    assertThat(isNative(file("experimental: {sidecarContainers: false}"))).isFalse();
    assertThat(isNative(SettingsSources.none().withEnv(Map.of(NATIVE, "0")))).isFalse();
    assertThat(
            isNative(SettingsSources.none().withSet(List.of("experimental.sidecarContainers=F"))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experimental: {sidecarContainers: false}\n"
            + "runtime: {kubernetes: {injector: {sidecarContainers: true}}}",
        "runtime: {kubernetes: {injector: {sidecarContainers: true}}}\n"
            + "experimental: {sidecarContainers: false}"
      })
  void prefersTheMoreSpecificKeyWithinALayer(String file) {
    assertThat(isNative(file(file))).isTrue();
  }

  @Test
  void prefersTheAliasOfALaterLayer() {
    SettingsSources file = file("runtime: {kubernetes: {injector: {sidecarContainers: true}}}");

    assertThat(isNative(file.withEnv(Map.of(NATIVE, "false")))).isFalse();
    assertThat(
            isNative(file.withOverrides(json("{\"experimental\":{\"sidecarContainers\":false}}"))))
        .isFalse();
  }

  @Test
  void warnsOfUnknownKeysWithTheNearestOne() {
    Loaded.Valid loaded =
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

  @Test
  void keepsSilentAboutWhatKumaAndKubernetesKnow() {
    Loaded.Valid loaded =
        valid(
            file("store: {postgres: {host: db}}\nxdsServer: {nackBackoff: 5s}\naccess: {type: static}")
                .withEnv(
                    Map.of(
                        "KUMA_STORE_POSTGRES_PASSWORD", "secret",
                        "KUMA_DP_SERVER_HDS_ENABLED", "false",
                        "KUMA_CONTROL_PLANE_SERVICE_HOST", "10.0.0.1",
                        "KUMA_CONTROL_PLANE_SERVICE_PORT_HTTPS", "443",
                        "KUMA_CONTROL_PLANE_PORT", "tcp://10.0.0.1:443",
                        "KUMA_CONTROL_PLANE_PORT_443_TCP_ADDR", "10.0.0.1")));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void warnsOfWhatItDoesNotFollow() {
    assertThat(
            valid(file("environment: universal\nmode: global\nstore: {type: memory}")).warnings())
        .hasSize(3)
        .allMatch(warning -> warning.contains("has no effect here (file conf.yaml): Higuma"));
  }

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

  @Test
  void warnsOfKeysAndDocumentsThatDoNotCount() {
    Loaded.Valid loaded = valid(file("mode: global\nmode: zone\n---\nmode: global\n"));

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.warnings())
        .containsExactly(
            "only the first of its documents counts (file conf.yaml)",
            "key 'mode' is on line 1 and again on line 2, which counts (file conf.yaml)");
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
    assertThat(injector(set(INJECTOR + "virtualProbesPort=" + text)).virtualProbesPort())
        .isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1_", "_1", "0x", "08", "1.5", "-1", "65536", "9999999999999999999", "--1"})
  void refusesWhatIsNoPort(String text) {
    assertThat(invalid(set(INJECTOR + "virtualProbesPort=" + text)).violations()).hasSize(1);
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

  @Test
  void addsToAMapInAFileAndReplacesItByAVariable() {
    SettingsSources file =
        file(
            "runtime: {kubernetes: {injector: {exceptions: {labels: {a: b, openshift.io/build.name: }}}}}");

    assertThat(injector(file).exceptions().labels())
        .isEqualTo(Map.of("openshift.io/deployer-pod-for.name", "*", "a", "b"));
    assertThat(
            injector(file.withEnv(Map.of("KUMA_RUNTIME_KUBERNETES_EXCEPTIONS_LABELS", "c:d:e")))
                .exceptions()
                .labels())
        .isEqualTo(Map.of("c", "d:e"));
  }

  @Test
  void takesKeysWhateverTheirCase() {
    assertThat(injector(file("Runtime: {KUBERNETES: {injector: {CniEnabled: yes}}}")).cniEnabled())
        .isTrue();
  }

  @Test
  void doesNotTakeAKeyWithDotsForAPath() {
    Loaded.Valid loaded = valid(file("runtime.kubernetes.injector.cniEnabled: true"));

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing\n", "---\n", "null", "{}", "runtime:\n", "runtime: {kubernetes: }"})
  void takesAnEmptyFile(String text) {
    assertThat(valid(file(text)).settings()).isEqualTo(Settings.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "\t", "{\"a\":", "- a", "text", "&a [*a"})
  void refusesAFileThatIsNoConfiguration(String text) {
    assertThat(invalid(file(text)).violations())
        .isNotEmpty()
        .allMatch(violation -> violation.message().endsWith("(file conf.yaml)"));
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
              Loaded.Invalid.class,
              invalid ->
                  assertThat(invalid.violations().toString()).contains("'" + name + "'", "1 to"));
    }
  }

  @Test
  void readsAKumaFileAndWarnsOnlyOfWhatHasNoEffect() throws IOException {
    Loaded.Valid loaded = valid(file(resource("/settings/kuma-cp.conf.yaml")));

    assertThat(loaded.warnings())
        .allMatch(warning -> warning.contains(" has no effect here (file conf.yaml): "))
        .hasSize(2);
    Settings settings = loaded.settings();
    Injector injector = settings.runtime().kubernetes().injector();
    assertThat(settings.store().kubernetes().systemNamespace()).isEqualTo("mesh-system");
    assertThat(settings.multizone().zone().name()).isEqualTo("east-1");
    assertThat(settings.general().tlsMinVersion()).isEqualTo("TLSv1_3");
    assertThat(settings.apiServer().http().address()).isEqualTo("127.0.0.1");
    assertThat(settings.runtime().kubernetes().clientConfig().qps()).isEqualTo(100);
    assertThat(settings.runtime().kubernetes().marshalingCacheExpirationTime())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(injector.sidecarContainers()).isFalse();
    assertThat(injector.containerPatches()).containsExactly("base", "hardened");
    assertThat(injector.exceptions().labels()).hasSize(3);
    assertThat(injector.sidecarTraffic().excludeInboundPorts()).containsExactly(1234, 5678);
    assertThat(injector.sidecarContainer().drainTime()).isEqualTo(Duration.ofSeconds(90));
    assertThat(injector.sidecarContainer().readinessProbe().periodSeconds()).isEqualTo(2);
    assertThat(injector.sidecarContainer().readinessProbe().failureThreshold()).isEqualTo(12);
    assertThat(injector.sidecarContainer().resources().requests().cpu()).hasToString("250m");
    assertThat(injector.sidecarContainer().resources().limits().cpu()).hasToString("2");
    assertThat(injector.sidecarContainer().envVars())
        .isEqualTo(Map.of("HTTPS_PROXY", "http://proxy.example.com:3128"));
  }

  private static String uid(int uid) {
    return "{\"runtime\":{\"kubernetes\":{\"injector\":{\"sidecarContainer\":{\"uid\":"
        + uid
        + "}}}}}";
  }

  private static long uidOf(SettingsSources sources) {
    return injector(sources).sidecarContainer().uid();
  }

  private static boolean isNative(SettingsSources sources) {
    return injector(sources).sidecarContainers();
  }

  private static Injector injector(SettingsSources sources) {
    return valid(sources).settings().runtime().kubernetes().injector();
  }

  private static SettingsSources file(String text) {
    return SettingsSources.none().withFile("conf.yaml", text);
  }

  private static SettingsSources set(String pair) {
    return SettingsSources.none().withSet(List.of(pair));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SettingsLoaderTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Loaded.Valid valid(SettingsSources sources) {
    return switch (SettingsLoader.load(sources)) {
      case Loaded.Valid valid -> valid;
      case Loaded.Invalid invalid -> throw new AssertionError(invalid.violations());
    };
  }

  private static Loaded.Invalid invalid(SettingsSources sources) {
    return switch (SettingsLoader.load(sources)) {
      case Loaded.Valid valid -> throw new AssertionError("valid: " + valid.origins());
      case Loaded.Invalid invalid -> invalid;
    };
  }
}
