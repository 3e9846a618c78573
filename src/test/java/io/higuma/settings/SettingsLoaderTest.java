package io.higuma.settings;

import static io.higuma.settings.Loading.file;
import static io.higuma.settings.Loading.injector;
import static io.higuma.settings.Loading.invalid;
import static io.higuma.settings.Loading.json;
import static io.higuma.settings.Loading.resource;
import static io.higuma.settings.Loading.valid;
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

class SettingsLoaderTest {
  private static final String INJECTOR = "runtime.kubernetes.injector.";
  private static final String NATIVE = "KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS";
  private static final String UID = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID";

  @Test
  void givesDefaultsWhenNothingIsConfigured() {
    LoadedSettings.Valid loaded = valid(SettingsSources.none());

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
                            INJECTOR + "builtinDNS.experimentalProxy=false",
                            INJECTOR + "builtinDNS.port=65534",
                            INJECTOR + "initContainer.resources.limits.memory=1M")))
            .violations();

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "general.tlsKeyFile",
            "diagnostics.tlsMaxVersion",
            "runtime.kubernetes.nodeTaintController.cniApp",
            INJECTOR + "builtinDNS.port",
            INJECTOR + "initContainer.resources.requests.memory");
  }

  /** The setting that is reported is not the one with its default value. */
  @ParameterizedTest
  @CsvSource({
    "dpServer.port=5443, dpServer.port, runtime.kubernetes.admissionServer.port",
    "diagnostics.serverPort=5678, diagnostics.serverPort, dpServer.port",
    "apiServer.http.port=5682, apiServer.http.port, apiServer.https.port",
    "runtime.kubernetes.admissionServer.port=5681, runtime.kubernetes.admissionServer.port,"
        + " apiServer.http.port"
  })
  void eachListenerNeedsAPortOfItsOwn(String set, String path, String other) {
    String value = set.substring(set.indexOf('=') + 1);
    assertThat(invalid(SettingsSources.none().withSet(List.of(set))).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo(path);
              assertThat(violation.message())
                  .isEqualTo(
                      "value '%s' is not valid: expected another port than that of %s"
                          .formatted(value, other));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dpServer.port=5681 apiServer.http.enabled=false",
        "dpServer.port=5682 apiServer.https.enabled=false",
        "diagnostics.serverPort=0 apiServer.http.port=0 apiServer.https.port=0",
        "dpServer.port=5443 runtime.kubernetes.admissionServer.port=5678"
      })
  void portsThatNoOtherListenerHasAreAccepted(String set) {
    assertThat(SettingsLoader.load(SettingsSources.none().withSet(List.of(set.split(" ")))))
        .isInstanceOf(LoadedSettings.Valid.class);
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
  void addsToAMapInAFileAndReplacesItByAVariable() {
    SettingsSources file =
        file(
            "runtime: {kubernetes: {injector: {exceptions: {labels: {a: b, openshift.io/build.name:"
                + " }}}}}");

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
    LoadedSettings.Valid loaded = valid(file("runtime.kubernetes.injector.cniEnabled: true"));

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

  @Test
  void readsAKumaFileAndWarnsOnlyOfWhatHasNoEffect() throws IOException {
    LoadedSettings.Valid loaded = valid(file(resource("/settings/kuma-cp.conf.yaml")));

    assertThat(loaded.warnings()).hasSize(3).first().asString().startsWith("settings of Kuma ");
    assertThat(loaded.warnings().subList(1, 3))
        .allMatch(warning -> warning.contains(" has no effect here (file conf.yaml): "));
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
}
