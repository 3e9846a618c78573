package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All resources of one proxy in readable form; {@code -Dgolden.refresh=true} writes the file again.
 * The proxy has an HTTP inbound and reaches an HTTP service, a headless TCP service, and all Pods
 * directly.
 */
class SnapshotGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/xds/snapshot.yaml");
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

  private final TestMesh mesh =
      new TestMesh()
          .pod(
              "web-1",
              Sidecar.at("10.0.0.1").serving("web_demo_svc_80", 8080, "http").directAccess("*"))
          .pod("web-2", Sidecar.at("10.0.0.2").serving("web_demo_svc_80", 8080, "http"))
          .pod("db-0", Sidecar.at("10.0.0.3").instance("db_demo_svc_5432", 5432, "db-0"))
          .with("web", "10.96.0.1", 80)
          .with("db", "None", 5432)
          .vips(Map.of("web_demo_svc_80", "240.0.0.0"));

  @Test
  void resourcesAreAsBefore() throws IOException {
    ObjectNode all = new JsonMapper().createObjectNode();
    for (ResourceType type : ResourceType.values()) {
      ObjectNode ofType = all.putObject(type.shortName());
      mesh.snapshot("web-1")
          .of(type)
          .all()
          .forEach(resource -> ofType.set(resource.name(), content(resource)));
    }
    String text = YAML.writeValueAsString(all);

    if (Boolean.getBoolean("golden.refresh")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  /** A version changes only with the content, so that an update of Higuma pushes nothing anew. */
  @Test
  void versionsAreAsBefore() {
    assertThat(mesh.snapshot("web-1").of(ResourceType.CLUSTER).version())
        .isEqualTo("cc7c9242f13ecebc");
  }

  private static ObjectNode content(XdsResource resource) {
    ObjectNode content = (ObjectNode) EnvoyJson.of(resource);
    content.remove("@type");
    return content;
  }
}
