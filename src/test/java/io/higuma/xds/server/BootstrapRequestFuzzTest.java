package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.Sidecar;
import io.higuma.xds.snapshot.TestMesh;
import io.higuma.xds.snapshot.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bootstrap request gets a configuration or an error with a status. */
class BootstrapRequestFuzzTest {
  private static final JsonMapper JSON = new JsonMapper();
  private final BootstrapHandler handler;

  BootstrapRequestFuzzTest() {
    var topology = new Topology(TestMesh.OPTIONS);
    topology.dataplane(
        new ProxyIdentity("default", "web-1", "demo"),
        Sidecar.at("10.0.0.2").serving("web_demo_svc_80", 8080, "http").networking());
    handler =
        new BootstrapHandler(
            () -> "",
            new ShopSource(topology),
            new BootstrapOptions(
                "", 5678, 4_194_304, 9901, true, () -> "own authorities", "cp"::equals));
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            """
            {"mesh":"default","name":"web-1.demo","proxyType":"dataplane",
             "dataplaneToken":"secret","dataplaneTokenPath":"/var/run/token","workdir":"/work",
             "caCert":"","dnsPort":15053,"readinessPort":9902,"features":["feature-delta-grpc"],
             "version":{"kumaDp":{"version":"2.14.3"},"envoy":{"version":"1.36.0"}},
             "dynamicMetadata":{"a":"b"},"appProbeProxyDisabled":true}
            """,
            "{\"mesh\":\"default\",\"name\":\"web-1\"}",
            "[]",
            "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyBodyIsAnswered(byte[] body) throws IOException {
    for (boolean wantsJson : new boolean[] {true, false}) {
      var answer = handler.answer("cp", wantsJson, body);
      assertThat(answer.status()).isBetween(200, 499);
      if (answer.status() == 200 && wantsJson) {
        assertThat(JSON.readTree(answer.body()).path("bootstrap").asText()).isNotBlank();
      }
    }
  }
}
