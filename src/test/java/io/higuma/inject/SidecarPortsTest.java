package io.higuma.inject;

import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests warnings about declared ports that the sidecar uses. */
class SidecarPortsTest {
  private static final String INJECTOR = "KUMA_RUNTIME_KUBERNETES_INJECTOR_";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // port | setting or annotation | expected warning; empty if the port is free
        "9001/TCP  | - | application probe proxy",
        "9001/UDP  | - | -",
        "9001/TCP  | kuma.io/application-probe-proxy-port=9100 | -",
        "9100/TCP  | kuma.io/application-probe-proxy-port=9100 | application probe proxy",
        "9100/TCP  | KUMA_RUNTIME_KUBERNETES_APPLICATION_PROBE_PROXY_PORT=9100"
            + " | application probe proxy",
        "9001/TCP  | kuma.io/application-probe-proxy-port=0 | -",
        "9001/TCP  | kuma.io/gateway=enabled | -",
        "9000/TCP  | - | -",
        "9000/TCP  | kuma.io/virtual-probes=enabled | virtual probes",
        "9300/TCP  | kuma.io/application-probe-proxy-port=0;kuma.io/virtual-probes-port=9300"
            + " | virtual probes",
        "9902/TCP  | - | reports its readiness",
        "9910/TCP  | KUMA_BOOTSTRAP_SERVER_PARAMS_READINESS_PORT=9910 | reports its readiness",
        "9902/TCP  | KUMA_BOOTSTRAP_SERVER_PARAMS_ENVOY_ADMIN_UNIX_SOCKET=false | -",
        "9901/TCP  | - | -",
        "9901/TCP  | KUMA_BOOTSTRAP_SERVER_PARAMS_ENVOY_ADMIN_UNIX_SOCKET=false | admin interface",
        "9920/TCP  | KUMA_BOOTSTRAP_SERVER_PARAMS_ENVOY_ADMIN_UNIX_SOCKET=false;"
            + "kuma.io/envoy-admin-port=9920 | admin interface",
        "9901/TCP  | KUMA_BOOTSTRAP_SERVER_PARAMS_ENVOY_ADMIN_UNIX_SOCKET=false;"
            + "kuma.io/envoy-admin-port=9920 | -",
        "15001/TCP | - | outbound traffic",
        "25001/TCP | KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_REDIRECT_PORT_OUTBOUND=25001"
            + " | outbound traffic",
        "15001/TCP | KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_REDIRECT_PORT_OUTBOUND=25001"
            + " | -",
        "15006/TCP | - | inbound traffic",
        "15006/TCP | kuma.io/gateway=enabled | -",
        "15053/UDP | - | DNS",
        "15053/TCP | - | DNS",
        "15053/SCTP | - | -",
        "15055/UDP | - | -",
        "15055/UDP | KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY=false | DNS",
        "15053/UDP | kuma.io/builtin-dns=disabled | -",
        "25053/UDP | kuma.io/builtin-dns-port=25053 | DNS",
      })
  void warnsAboutPortsInUse(String port, String setting, String expected) {
    var decision = decide(listening("containers", port, "", setting), environment(setting));

    assertThat(decision).isInstanceOf(Decision.Inject.class);
    if (expected == null) {
      assertThat(decision.warnings()).noneMatch(warning -> warning.contains("declares port"));
    } else {
      assertThat(decision.warnings())
          .filteredOn(warning -> warning.contains("declares port"))
          .singleElement()
          .asString()
          .startsWith("container app declares port " + port + ", on which kuma-sidecar listens: ")
          .contains(expected);
    }
  }

  @Test
  void onlyContainersThatRunBesideTheSidecarMatter() {
    var ordinary = listening("initContainers", "9001/TCP", "", null);
    assertThat(decide(ordinary, Map.of()).warnings()).isEmpty();

    var beside = listening("initContainers", "9001/TCP", "restartPolicy: Always,", null);
    assertThat(decide(beside, Map.of()).warnings()).hasSize(1);
  }

  @Test
  void redirectionByConfigMapListensOnTheSamePorts() {
    var environment =
        Map.of(INJECTOR + "TRANSPARENT_PROXY_CONFIGMAP_NAME", "kuma-transparent-proxy-config");

    for (var port : new String[] {"15001/TCP", "15006/TCP", "9001/TCP"}) {
      assertThat(decide(listening("containers", port, "", null), environment).warnings())
          .as(port)
          .hasSize(1);
    }
  }

  private static Map<String, String> environment(String setting) {
    var environment = new HashMap<String, String>();
    pairs(setting, "KUMA_").forEach(environment::put);
    return environment;
  }

  private static Map<String, String> pairs(String settings, String prefix) {
    var pairs = new HashMap<String, String>();
    if (settings != null) {
      for (var setting : settings.split(";", -1)) {
        var pair = setting.split("=", 2);
        if (pair[0].startsWith(prefix)) {
          pairs.put(pair[0], pair[1]);
        }
      }
    }
    return pairs;
  }

  private static JsonNode listening(String list, String port, String more, String setting) {
    var parts = port.split("/", -1);
    var other = list.equals("containers") ? "other: []" : "containers: [{name: b, image: b}]";
    var pod =
        pod(
            """
            metadata: {name: app}
            spec:
              %s:
              - {name: app, image: app, %s ports: [{containerPort: %s, protocol: %s}]}
              %s
            """
                .formatted(list, more, parts[0], parts[1], other));
    var annotations = pod.withObject("/metadata/annotations");
    pairs(setting, "kuma.io/").forEach(annotations::put);
    return pod;
  }
}
