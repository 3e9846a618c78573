package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names that a sidecar resolves. */
class DnsRecordsTest {
  private final TestMesh mesh =
      new TestMesh()
          .pod("web", Sidecar.at("10.0.0.2").serving("web_demo_svc_80", 8080, "http"))
          .vips(Map.of("web_demo_svc_80", "240.1.2.255"));

  @Test
  void everyNameHasAnIpv4AddressAndItsIpv6Form() {
    JsonNode record = DnsBodies.of(mesh.snapshot("web")).at("/records/0");

    assertThat(record)
        .hasToString(
            "{\"name\":\"web.demo.svc.80.mesh\","
                + "\"ips\":[\"240.1.2.255\",\"::ffff:f001:2ff\"]}");
  }

  @Test
  void anIpv6AddressHasNoOtherForm() {
    var records = new DnsRecords("mesh");

    records.add("web", "", "fd00::1");

    assertThat(records.names().get("web.mesh")).containsExactly("fd00::1");
  }

  @Test
  void theFirstAddressOfANameIsKept() {
    var records = new DnsRecords("mesh");

    records.add("web", "", "240.0.0.1");
    records.add("web", "", "240.0.0.2");

    assertThat(records.names().get("web.mesh")).contains("240.0.0.1").doesNotContain("240.0.0.2");
  }

  @Test
  void theEtagIsTheHashOfTheBodyAndTheLimitItsLength() throws NoSuchAlgorithmException {
    JsonNode listener = DnsBodies.listener(mesh.snapshot("web"));
    byte[] body = DnsBodies.text(listener).getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));

    assertThat(listener.findPath("exact").asText()).isEqualTo(hash);
    assertThat(listener.findPath("response_headers_to_add").findPath("value").asText())
        .isEqualTo(hash);
    assertThat(listener.findPath("max_direct_response_body_size_bytes").asInt())
        .isEqualTo(body.length);
  }

  @Test
  void theListenerIsAUnixSocketInTheSidecarsFolder() {
    assertThat(DnsBodies.listener(mesh.snapshot("web")).at("/address/pipe/path").asText())
        .isEqualTo("/work/kuma-mesh-metric-config.sock");
  }
}
