package io.higuma.inject;

import static io.higuma.inject.Pods.annotated;
import static io.higuma.inject.Pods.annotation;
import static io.higuma.inject.Pods.arguments;
import static io.higuma.inject.Pods.container;
import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.injected;
import static io.higuma.inject.Pods.pod;
import static io.higuma.inject.Pods.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests intended differences from Kuma: one test for each line of the page that lists them. */
class DifferencesFromKumaTest {
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> ORDINARY =
      Map.of("KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", "false");

  @Test
  void ownPatchListReplacesTheDefaultList() {
    var defaults = Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES", "patch-a");

    var own = injected(annotated(Map.of("kuma.io/container-patches", "patch-b")), defaults);
    assertThat(variable(own, "TZ")).isEqualTo("UTC");
    assertThat(container(own, "kuma-sidecar").at("/securityContext/privileged").isMissingNode())
        .isTrue();

    var none = injected(annotated(Map.of("kuma.io/container-patches", "")), defaults);
    assertThat(container(none, "kuma-sidecar").at("/securityContext/privileged").isMissingNode())
        .isTrue();

    var byDefault = injected(annotated(Map.of()), defaults);
    assertThat(container(byDefault, "kuma-sidecar").at("/securityContext/privileged").asBoolean())
        .isTrue();
  }

  @Test
  void labelOnThePodAloneIsEnough() {
    var labelled =
        pod(
            """
            metadata: {name: shop, labels: {kuma.io/sidecar-injection: "yes"}}
            spec: {containers: [{name: app, image: shop}]}
            """);

    assertThat(decide(labelled, "plain", NONE)).isInstanceOf(Decision.Inject.class);
  }

  @ParameterizedTest
  @CsvSource({"kube-system", "kuma-system"})
  void systemNamespacesAreNeverInjected(String namespace) {
    var labelled =
        pod(
            """
            metadata: {name: shop, labels: {kuma.io/sidecar-injection: enabled}}
            spec: {containers: [{name: app, image: shop}]}
            """);

    assertThat(decide(labelled, namespace, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.EXCLUDED_NAMESPACE);
  }

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

  @Test
  void commaListsAreTrimmed() {
    var pod =
        injected(
            annotated(
                Map.of(
                    "traffic.kuma.io/exclude-outbound-ports", " 4321 , 7654,",
                    "kuma.io/container-patches", " patch-b , ")),
            NONE);

    assertThat(arguments(pod, "kuma-init")).contains("--exclude-outbound-ports=4321,7654");
    assertThat(variable(pod, "TZ")).isEqualTo("UTC");
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
  void probeOnAnUndeclaredPortStaysAndWarns() {
    var pod =
        pod(
            """
            metadata: {name: shop}
            spec:
              containers:
              - name: app
                image: shop
                ports: [{name: http, containerPort: 8080}]
                livenessProbe: {httpGet: {path: /l, port: nowhere}}
                readinessProbe: {httpGet: {path: /r, port: http}}
            """);

    var app = container(injected(pod, NONE), "app");
    assertThat(app.at("/livenessProbe/httpGet/port").asText()).isEqualTo("nowhere");
    assertThat(app.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/8080/r");
    assertThat(decide(pod, NONE).warnings()).anyMatch(w -> w.contains("'nowhere'"));
  }

  @Test
  void spireAndTokenVolumeWorkTogether() {
    var pod =
        pod(
            """
            metadata:
              name: shop
              annotations:
                k8s.kuma.io/spire-support: "true"
                kuma.io/service-account-token-volume: token
            spec:
              containers: [{name: app, image: shop}]
              volumes: [{name: token, projected: {sources: []}}]
            """);

    assertThat(container(injected(pod, NONE), "kuma-sidecar").findValuesAsText("mountPath"))
        .containsExactly(
            "/tmp", "/run/spire/sockets", "/var/run/secrets/kubernetes.io/serviceaccount");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "traffic.kuma.io/exclude-inbound-ports | 99999",
        "traffic.kuma.io/exclude-outbound-ports | 80-90",
        "traffic.kuma.io/exclude-inbound-ips | 10.0.0.256",
        "traffic.kuma.io/exclude-outbound-ips | 10.0.0.0/33",
        "traffic.kuma.io/exclude-outbound-ports-for-uids | sctp:80:1000",
        "traffic.kuma.io/exclude-outbound-ports-for-uids | 80:70000",
        "kuma.io/transparent-proxying-ip-family-mode | ipv6",
        "traffic.kuma.io/drop-invalid-packets | enabled",
        "traffic.kuma.io/iptables-logs | maybe",
        "kuma.io/envoy-admin-port | 65536",
        "kuma.io/sidecar-drain-time | -5s"
      })
  void badValuesAreRefusedWithKeyAndValue(String key, String value) {
    assertThat(decide(annotated(Map.of(key, value)), NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(RejectReason.BAD_ANNOTATION);
              assertThat(reject.message()).contains(key, value, "expected");
            });
  }

  @Test
  void allViolationsAreReportedAtOnce() {
    var bad =
        annotated(
            Map.of(
                "kuma.io/sidecar-drain-time", "soon",
                "kuma.io/mesh", "no-such-mesh",
                "kuma.io/container-patches", "no-such-patch"));

    assertThat(decide(bad, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::message)
        .asString()
        .contains("soon", "no-such-mesh", "no-such-patch");
  }

  @Test
  void environmentIsSplitAtTheFirstEquals() {
    var pod = injected(annotated(Map.of("kuma.io/sidecar-env-vars", "A=b=c;D=;")), NONE);

    assertThat(variable(pod, "A")).isEqualTo("b=c");
    assertThat(variable(pod, "D")).isEmpty();
  }

  @Test
  void hostNetworkIsSkippedUnlessThePodIsLabelled() {
    var silent =
        pod(
            """
            metadata: {name: node-agent}
            spec: {hostNetwork: true, containers: [{name: app, image: agent}]}
            """);
    assertThat(decide(silent, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.HOST_NETWORK);

    var asking = silent.deepCopy();
    asking.withObject("/metadata/labels").put("kuma.io/sidecar-injection", "enabled");
    assertThat(decide(asking, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.HOST_NETWORK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{os: {name: windows}, containers: [{name: app, image: app}]}",
        "{nodeSelector: {kubernetes.io/os: windows}, containers: [{name: app, image: app}]}"
      })
  void windowsIsSkippedUnlessThePodIsLabelled(String spec) {
    var silent = pod("{metadata: {name: app}, spec: " + spec + "}");
    assertThat(decide(silent, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.WINDOWS);

    var asking = silent.deepCopy();
    asking.withObject("/metadata/labels").put("kuma.io/sidecar-injection", "enabled");
    assertThat(decide(asking, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.WINDOWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{os: {name: linux}, containers: [{name: app, image: app}]}",
        "{os: null, nodeSelector: {kubernetes.io/os: linux, a: windows}, containers: [{name: app}]}"
      })
  void otherSystemsAreInjected(String spec) {
    assertThat(decide(pod("{metadata: {name: app}, spec: " + spec + "}"), NONE))
        .isInstanceOf(Decision.Inject.class);
  }

  @Test
  void ebpfAnnotationsCountWithRedirectionByConfigMap() {
    var byConfigMap =
        Map.of(
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
            "kuma-transparent-proxy-config");
    var on =
        injected(
            annotated(
                Map.of(
                    "kuma.io/transparent-proxying-ebpf", "enabled",
                    "kuma.io/transparent-proxying-ebpf-bpf-fs-path", "/bpf",
                    "kuma.io/transparent-proxying-ebpf-instance-ip-env-var-name", "MY_IP")),
            byConfigMap);
    assertThat(annotation(on, "traffic.kuma.io/transparent-proxy-config"))
        .contains("ebpf:\n", "  bpffsPath: /bpf\n", "  enabled: true\n")
        .contains("  instanceIPEnvVarName: MY_IP\n", "  cgroupPath: /sys/fs/cgroup\n");

    for (var off :
        List.of(
            Map.of("kuma.io/transparent-proxying-ebpf", "disabled"),
            Map.of("kuma.io/transparent-proxying-ebpf-bpf-fs-path", "/bpf"))) {
      assertThat(
              annotation(
                  injected(annotated(off), byConfigMap),
                  "traffic.kuma.io/transparent-proxy-config"))
          .doesNotContain("ebpf");
    }
  }

  @Test
  void onlyAMissingMeshIsCalledMeshNotFound() {
    assertThat(decide(annotated(Map.of("kuma.io/mesh", "no-such-mesh")), NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.MESH_NOT_FOUND);
    assertThat(decide(annotated(Map.of()), "no-such-namespace", NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.NAMESPACE_NOT_FOUND);
  }

  @Test
  void ordinarySidecarComesFirstAndItsInitContainerLast() {
    var pod =
        pod(
            """
            metadata: {name: shop}
            spec:
              containers: [{name: app, image: shop}]
              initContainers: [{name: migrate, image: shop}]
            """);

    var injected = injected(pod, ORDINARY);
    assertThat(injected.at("/spec/containers").findValuesAsText("name")).startsWith("kuma-sidecar");
    assertThat(injected.at("/spec/initContainers/1/name").asText()).isEqualTo("kuma-init");
  }
}
