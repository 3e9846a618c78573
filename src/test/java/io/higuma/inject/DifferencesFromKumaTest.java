package io.higuma.inject;

import static io.higuma.inject.Pods.annotated;
import static io.higuma.inject.Pods.arguments;
import static io.higuma.inject.Pods.container;
import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.injected;
import static io.higuma.inject.Pods.pod;
import static io.higuma.inject.Pods.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intended differences from Kuma in the annotations that are read and the containers. */
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
  void commaListsAreTrimmed() {
    var pod =
        injected(
            annotated(
                Map.of(
                    "traffic.kuma.io/exclude-outbound-ports", " 4321 , 7654,",
                    "kuma.io/envoy-component-log-level", "upstream:debug, connection:trace,",
                    "kuma.io/container-patches", " patch-b , ")),
            NONE);

    assertThat(arguments(pod, "kuma-init")).contains("--exclude-outbound-ports=4321,7654");
    assertThat(variable(pod, "KUMA_DATAPLANE_RUNTIME_ENVOY_COMPONENT_LOG_LEVEL"))
        .isEqualTo("upstream:debug,connection:trace");
    assertThat(variable(pod, "TZ")).isEqualTo("UTC");
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
  void probeProxyIsRefusedForGatewaysOnly() {
    var port = Map.of("kuma.io/application-probe-proxy-port", "9001");
    var none = new HashMap<>(port);
    none.put("kuma.io/gateway", "disabled");
    assertThat(variable(injected(annotated(none), NONE), "KUMA_APPLICATION_PROBE_PROXY_PORT"))
        .isEqualTo("9001");

    var gateway = new HashMap<>(port);
    gateway.put("kuma.io/gateway", "enabled");
    assertThat(decide(annotated(gateway), NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::message)
        .asString()
        .contains("kuma.io/application-probe-proxy-port", "a gateway serves its own ports");
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
        "kuma.io/virtual-probes-port | 0",
        "kuma.io/builtin-dns-port | 0",
        "kuma.io/sidecar-drain-time | -5s",
        "kuma.io/sidecar-drain-time | 0",
        "kuma.io/sidecar-drain-time | 0s"
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
  void longValuesAreShortenedInRefusals() {
    var ports = annotated(Map.of("traffic.kuma.io/exclude-inbound-ports", "x\n" + "y".repeat(999)));

    assertThat(decide(ports, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::message)
        .isEqualTo(
            "traffic.kuma.io/exclude-inbound-ports: value 'x %1$s…' is not valid: expected a comma"
                    .formatted("y".repeat(78))
                + " list of ports from 1 to 65535, not 'x %1$s…'".formatted("y".repeat(78)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuma.io/envoy-log-level",
        "kuma.io/envoy-component-log-level",
        "kuma.io/xds-transport-protocol-variant",
        "traffic.kuma.io/transparent-proxy-configmap-name",
        "kuma.io/transparent-proxying-ebpf-bpf-fs-path",
        "kuma.io/transparent-proxying-ebpf-cgroup-path",
        "kuma.io/transparent-proxying-ebpf-tc-attach-iface",
        "kuma.io/transparent-proxying-ebpf-instance-ip-env-var-name",
        "kuma.io/transparent-proxying-ebpf-programs-source-path"
      })
  void emptyTextsMeanTheSameAsNoAnnotation(String key) {
    for (var environment :
        List.of(
            NONE,
            Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_ENABLED", "true"),
            Map.of(
                "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
                "kuma-transparent-proxy-config"))) {
      var empty = injected(annotated(Map.of(key, "")), environment);
      var absent = injected(annotated(Map.of()), environment);

      assertThat(empty.path("spec")).isEqualTo(absent.path("spec"));
    }
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
  void whitespaceAroundNamesInTheEnvironmentIsIgnored() {
    var value = "A=1; B= 2 ;\n\tC = 3;\n  ;D=4\n";
    var pod = injected(annotated(Map.of("kuma.io/sidecar-env-vars", value)), NONE);

    assertThat(variable(pod, "A")).isEqualTo("1");
    assertThat(variable(pod, "B")).isEqualTo(" 2 ");
    assertThat(variable(pod, "C")).isEqualTo(" 3");
    assertThat(variable(pod, "D")).isEqualTo("4\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "=1", " =1", "A B=1", "A=1;B", "Ä=1"})
  void environmentWithoutProperNamesIsRefused(String value) {
    assertThat(decide(annotated(Map.of("kuma.io/sidecar-env-vars", value)), NONE))
        .isInstanceOf(Decision.Reject.class);
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
