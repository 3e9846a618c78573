package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.xds.snapshot.NodeMetadata.RedirectPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeMetadataTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** The first request of a real Envoy 1.40.0 that kuma-dp 2.14.3 has started. */
  @Test
  void isReadFromTheFirstRequestOfAnEnvoy() throws IOException {
    var request =
        JSON.readTree(Path.of("src/test/resources/xds/first-discovery-request.json").toFile());

    assertThat(EnvoyJson.node(request.at("/node/metadata")))
        .isEqualTo(
            new NodeMetadata(
                "/tmp/work/client-a/kuma-dp-4230882484",
                true,
                true,
                true,
                Map.of("envoy", "1.40.0", "kumaDp", "unknown"),
                Optional.empty()));
  }

  @Test
  void isUnknownIfEmpty() throws JsonProcessingException {
    assertThat(node("{}")).isEqualTo(NodeMetadata.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"IPv4, false", "ipv4, false", "DualStack, true", "dualstack, true"})
  void hasThePortsOfAConfigMap(String family, boolean dualStack) throws JsonProcessingException {
    assertThat(
            node(
                """
                {"transparentProxy": {"ipFamilyMode": "%s", "redirect": {
                  "inbound": {"port": 25006}, "outbound": {"port": 25001}, "dns": {"port": 25053}}}}
                """
                    .formatted(family)))
        .extracting(NodeMetadata::redirection)
        .isEqualTo(Optional.of(new RedirectPorts(25006, 25001, dualStack)));
  }

  @Test
  void hasNoPortsIfOneOfThemIsMissing() throws JsonProcessingException {
    assertThat(node("{\"transparentProxy\": {\"redirect\": {\"inbound\": {\"port\": 1}}}}"))
        .isEqualTo(NodeMetadata.UNKNOWN);
  }

  @Test
  void ignoresValuesOfOtherTypes() throws JsonProcessingException {
    assertThat(
            node(
                """
                {"workdir": 1, "features": "feature-reuse-port", "version": ["1"],
                 "dataplane.dns.port": {}, "dataplane.appProbeProxy.enabled": true,
                 "transparentProxy": "DualStack"}
                """))
        .isEqualTo(NodeMetadata.UNKNOWN);
  }

  private static NodeMetadata node(String json) throws JsonProcessingException {
    return EnvoyJson.node(JSON.readTree(json));
  }
}
