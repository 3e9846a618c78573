package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A conversion of any user input returns a result, and is deterministic. */
class HostileInputTest {
  private static final List<String> KEYS =
      List.of(
          "kuma.io/ingress",
          "kuma.io/gateway",
          "kuma.io/mesh",
          "kuma.io/envoy-admin-port",
          "kuma.io/transparent-proxying",
          "kuma.io/transparent-proxying-inbound-port",
          "kuma.io/transparent-proxying-outbound-port",
          "kuma.io/transparent-proxying-ip-family-mode",
          "traffic.kuma.io/transparent-proxy-config",
          "kuma.io/direct-access-services",
          "kuma.io/transparent-proxying-reachable-services",
          "kuma.io/reachable-backends",
          "kuma.io/virtual-probes",
          "kuma.io/virtual-probes-port",
          "prometheus.metrics.kuma.io/port",
          "prometheus.metrics.kuma.io/aggregate-x-port",
          "prometheus.metrics.kuma.io/aggregate--port",
          "prometheus.metrics.kuma.io/aggregate-port");

  @Property(tries = 400)
  void anyAnnotationEndsInAResult(
      @ForAll("keys") String key, @ForAll("values") String value, @ForAll("values") String other) {
    Subject pod = Subject.pod().redirected().annotation(key, value).annotation("kuma.io/x", other);
    assertThat(pod.convert()).isEqualTo(pod.convert());
  }

  @Property(tries = 400)
  void anyBackendsEndInAResult(@ForAll("values") String yaml) {
    Subject pod = Subject.pod().redirected().annotation("kuma.io/reachable-backends", yaml);
    assertThat(pod.convert().result())
        .isInstanceOfAny(DataplaneResult.Dataplane.class, DataplaneResult.Failed.class);
  }

  @Property(tries = 150)
  void anyProbePathEndsInAResult(@ForAll("values") String path, @ForAll int port) {
    Subject pod =
        Subject.pod()
            .annotation("kuma.io/virtual-probes", "enabled")
            .annotation("kuma.io/virtual-probes-port", "9000")
            .probe(path, port);
    assertThat(pod.convert().result())
        .isInstanceOfAny(DataplaneResult.Dataplane.class, DataplaneResult.Failed.class);
  }

  @Property(tries = 150)
  void anyLabelValueEndsInADataplane(@ForAll String key, @ForAll String value) {
    assertThat(Subject.pod().label("x/" + key, value).convert().result())
        .isInstanceOf(DataplaneResult.Dataplane.class);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(KEYS);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars("{}[]:,-*&!|>'\"%@`#? \n\trefskind01").ofMaxLength(60),
        Arbitraries.of(
            "enabled",
            "yes",
            "false",
            "",
            "0",
            "-0",
            "+1",
            "65536",
            "4294967295",
            "1e3",
            "٣",
            "refs: [{kind: MeshService, name: a}]",
            "a: &a [*a]",
            "&a {refs: *a}",
            "{".repeat(5000),
            "[".repeat(5000),
            "- ".repeat(3000),
            "!!java/object x"));
  }
}
