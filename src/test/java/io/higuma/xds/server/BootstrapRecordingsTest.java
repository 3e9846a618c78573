package io.higuma.xds.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.higuma.xds.snapshot.Recording;
import io.higuma.xds.snapshot.TestMesh;
import io.higuma.xds.snapshot.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of kuma-dp 2.14.3 and the configurations that kuma-cp 2.14.3 has answered with, without
 * their {@code hdsConfig}: health checks by Envoy are off in Kuma's chart, and Higuma has none.
 */
class BootstrapRecordingsTest {
  private static final Path FOLDER = Path.of("src/test/resources/xds/bootstrap");
  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** A Pod without Services, one of a headless Service, and one that wants incremental xDS. */
  @ParameterizedTest
  @ValueSource(strings = {"client-a", "db-0", "web-2"})
  void configurationsAreThoseOfKuma(String proxy) throws IOException {
    JsonNode request = JSON.readTree(FOLDER.resolve(proxy + "-request.json").toFile());
    JsonNode expected = YAML.readTree(FOLDER.resolve(proxy + "-response.yaml").toFile());

    var answer =
        handler()
            .answer("kuma-control-plane.kuma-system", false, request.toString().getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(sameMetadata(JSON.readTree(answer.body()))).isEqualTo(sameMetadata(expected));
  }

  /**
   * Higuma passes on what the request has; Kuma adds null and empty values to {@code otelEnv},
   * leaves out whether it is compatible with the version of Envoy, and returns the features, which
   * are a set, in any order. Numbers of YAML and JSON have different types.
   */
  private static JsonNode sameMetadata(JsonNode document) throws IOException {
    ObjectNode metadata = (ObjectNode) document.at("/node/metadata");
    ((ObjectNode) metadata.at("/version/envoy")).remove("kumaDpCompatible");
    ObjectNode environment = (ObjectNode) metadata.path("otelEnvInventory");
    environment
        .properties()
        .removeIf(field -> field.getValue().isNull() || field.getValue().isArray());
    List<String> features = new ArrayList<>();
    metadata.path("features").forEach(feature -> features.add(feature.asText()));
    metadata.put("features", features.stream().sorted().toList().toString());
    return JSON.readTree(document.toString());
  }

  private static BootstrapHandler handler() {
    Topology topology = new Topology(TestMesh.OPTIONS);
    Recording.dataplanes().forEach(topology::dataplane);
    ShopSource source = new ShopSource(topology);
    return new BootstrapHandler(
        source::missing,
        source,
        new BootstrapOptions("", 5678, 4_194_304, 9901, true, () -> "", host -> true));
  }
}
