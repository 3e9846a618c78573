package io.higuma.inject;

import static io.higuma.inject.Pods.annotated;
import static io.higuma.inject.Pods.annotation;
import static io.higuma.inject.Pods.arguments;
import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.injected;
import static io.higuma.inject.Pods.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intended differences from Kuma in the redirection of traffic to the sidecar. */
class RedirectionDifferencesTest {
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> BY_CONFIG_MAP =
      Map.of(
          "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
          "kuma-transparent-proxy-config");

  @Test
  void olderFormsOfPortsForUidsWorkAndAddUp() {
    var pod =
        injected(
            annotated(
                Map.of(
                    "traffic.kuma.io/exclude-outbound-ports-for-uids", "tcp:80:1000;",
                    "traffic.kuma.io/exclude-outbound-tcp-ports-for-uids", "443:1234",
                    "traffic.kuma.io/exclude-outbound-udp-ports-for-uids", "53:1234")),
            NONE);

    assertThat(arguments(pod, "kuma-init"))
        .containsSubsequence(
            "--exclude-outbound-ports-for-uids=tcp:80:1000",
            "--exclude-outbound-ports-for-uids=tcp:443:1234",
            "--exclude-outbound-ports-for-uids=udp:53:1234");
    assertThat(annotation(pod, "traffic.kuma.io/exclude-outbound-ports-for-uids"))
        .isEqualTo("tcp:80:1000;tcp:443:1234;udp:53:1234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp:80:1000;", " TCP:80:1000 ; 1001", ""})
  void portsForUidsStayAsTheyAreWithoutOlderForms(String value) {
    var key = "traffic.kuma.io/exclude-outbound-ports-for-uids";
    var pod =
        injected(
            annotated(
                Map.of(key, value, "traffic.kuma.io/exclude-outbound-tcp-ports-for-uids", " ; ")),
            NONE);

    assertThat(annotation(pod, key)).isEqualTo(value);
  }

  @Test
  void protocolsOfPortsForUidsAreReadWithoutSpacesAndInLowerCase() {
    var key = "traffic.kuma.io/exclude-outbound-ports-for-uids";
    var pod = injected(annotated(Map.of(key, "TCP:80:1000; Tcp, udp :53:1000")), NONE);

    assertThat(arguments(pod, "kuma-init"))
        .containsSubsequence(
            "--exclude-outbound-ports-for-uids=tcp:80:1000",
            "--exclude-outbound-ports-for-uids=tcp,udp:53:1000");
  }

  @ParameterizedTest
  @CsvSource({
    "enabled, false",
    "true, false",
    "yes, false",
    "provided, false",
    "disabled, true",
    "false, true",
    "no, true"
  })
  void gatewayAnnotationMeansOneThing(String value, boolean inbound) {
    var pod = injected(annotated(Map.of("kuma.io/gateway", value)), NONE);

    assertThat(arguments(pod, "kuma-init").contains("--redirect-inbound=false"))
        .isEqualTo(!inbound);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other-net | other-net,kuma-cni",
        "a, kuma-cni | a, kuma-cni",
        "[{\"name\":\"a\"}] | [{\"name\":\"a\"},{\"name\":\"kuma-cni\"}]",
        "[{\"name\":\"kuma-cni\"}] | [{\"name\":\"kuma-cni\"}]"
      })
  void cniIsAppendedToTheNetworksOfThePod(String own, String expected) {
    var pod =
        injected(
            annotated(Map.of("k8s.v1.cni.cncf.io/networks", own)),
            Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CNI_ENABLED", "true"));

    assertThat(annotation(pod, "k8s.v1.cni.cncf.io/networks")).isEqualTo(expected);
  }

  @Test
  void dnsAnnotationsReachTheSidecarToo() {
    var on =
        injected(
            annotated(
                Map.of("kuma.io/builtin-dns-port", "25053", "kuma.io/builtin-dns-logging", "true")),
            NONE);
    assertThat(variable(on, "KUMA_DNS_PROXY_PORT")).isEqualTo("25053");
    assertThat(variable(on, "KUMA_DNS_ENABLE_LOGGING")).isEqualTo("true");
    assertThat(arguments(on, "kuma-init")).contains("--redirect-dns-port=25053");

    var off = injected(annotated(Map.of("kuma.io/builtin-dns", "disabled")), NONE);
    assertThat(variable(off, "KUMA_DNS_ENABLED")).isEqualTo("false");
    assertThat(arguments(off, "kuma-init")).doesNotContain("--redirect-all-dns-traffic");
  }

  @Test
  void envoyNeedsAPortTwoAboveThatOfCoreDns() {
    var coreDns =
        Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY", "false");

    var highest = injected(annotated(Map.of("kuma.io/builtin-dns-port", "65533")), coreDns);
    assertThat(variable(highest, "KUMA_DNS_ENVOY_DNS_PORT")).isEqualTo("65535");

    var tooHigh = annotated(Map.of("kuma.io/builtin-dns-port", "65534"));
    assertThat(decide(tooHigh, coreDns))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::message)
        .asString()
        .contains("kuma.io/builtin-dns-port: value '65534' is not valid", "from 1 to 65533");
    assertThat(decide(tooHigh, NONE)).isInstanceOf(Decision.Inject.class);
  }

  @ParameterizedTest
  @CsvSource({"disabled, true, false", "enabled, false, true", ", true, true", ", false, false"})
  void dnsAnnotationReachesTheRedirectionByConfigMap(
      String own, boolean configured, boolean expected) {
    var annotations = own == null ? NONE : Map.of("kuma.io/builtin-dns", own);
    var pod = injected(annotated(annotations), BY_CONFIG_MAP, dnsRedirection(configured));

    assertThat(annotation(pod, "traffic.kuma.io/transparent-proxy-config"))
        .contains("  dns:\n    captureAll: false\n    enabled: " + expected + "\n");
    assertThat(variable(pod, "KUMA_DNS_ENABLED")).isEqualTo(own == null ? "true" : "" + expected);
  }

  private static Surroundings dnsRedirection(boolean enabled) {
    return new KumaCluster() {
      @Override
      public Optional<String> redirectConfig(String configMap) {
        return Optional.of("redirect: {dns: {enabled: " + enabled + "}}");
      }
    };
  }

  @Test
  void configMapModeHonoursPortsOfThePodAndTheConfiguredIpFamily() {
    var pod =
        injected(
            annotated(
                Map.of(
                    "kuma.io/envoy-admin-port", "19901", "kuma.io/virtual-probes-port", "19000")),
            Map.of(
                "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
                "kuma-transparent-proxy-config",
                "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IP_FAMILY_MODE",
                "ipv4"));

    assertThat(annotation(pod, "kuma.io/envoy-admin-port")).isEqualTo("19901");
    assertThat(annotation(pod, "kuma.io/virtual-probes-port")).isEqualTo("19000");
    assertThat(annotation(pod, "traffic.kuma.io/transparent-proxy-config"))
        .contains("ipFamilyMode: ipv4\n");
  }

  @Test
  void ebpfAnnotationsCountWithRedirectionByConfigMap() {
    var on =
        injected(
            annotated(
                Map.of(
                    "kuma.io/transparent-proxying-ebpf", "enabled",
                    "kuma.io/transparent-proxying-ebpf-bpf-fs-path", "/bpf",
                    "kuma.io/transparent-proxying-ebpf-instance-ip-env-var-name", "MY_IP")),
            BY_CONFIG_MAP);
    assertThat(annotation(on, "traffic.kuma.io/transparent-proxy-config"))
        .contains("ebpf:\n", "  bpffsPath: /bpf\n", "  enabled: true\n")
        .contains("  instanceIPEnvVarName: MY_IP\n", "  cgroupPath: /sys/fs/cgroup\n");

    for (var off :
        List.of(
            Map.of("kuma.io/transparent-proxying-ebpf", "disabled"),
            Map.of("kuma.io/transparent-proxying-ebpf-bpf-fs-path", "/bpf"))) {
      assertThat(
              annotation(
                  injected(annotated(off), BY_CONFIG_MAP),
                  "traffic.kuma.io/transparent-proxy-config"))
          .doesNotContain("ebpf");
    }
  }
}
