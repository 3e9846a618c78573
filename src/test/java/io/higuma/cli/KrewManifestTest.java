package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.higuma.testing.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest of the plugin, compared with the rules of krew. */
class KrewManifestTest {
  private static final Path SCHEMA = Path.of("src/test/resources/krew/plugin.schema.json");

  @TempDir Path folder;
  private Path archive;
  private JsonNode manifest;

  @BeforeEach
  void makeArchiveAndManifest() throws IOException {
    var executable = Files.writeString(folder.resolve("executable"), "#!/bin/sh\n");
    archive = folder.resolve("higuma-linux-amd64.tar.gz");
    var other = folder.resolve("higuma-darwin-arm64.tar.gz");
    for (var each : List.of(archive, other)) {
      run(Map.of("HIGUMA_EXECUTABLE", executable.toString()), "pack", each.toString()).succeeded();
    }
    var printed =
        run(
            Map.of(),
            "v" + Version.number().replace("-SNAPSHOT", ""),
            "https://example.com/downloads/",
            archive.toString(),
            other.toString());
    manifest = new YAMLMapper().readTree(printed.succeeded().out());
  }

  private static CommandResult run(Map<String, String> env, String... arguments) {
    var command = new java.util.ArrayList<>(List.of("scripts/krew"));
    command.addAll(List.of(arguments));
    return CommandResult.run("", env, command);
  }

  @Test
  void keepsTheRulesOfKrew() throws IOException {
    assertThat(schema().validate(manifest)).isEmpty();
    ((ObjectNode) manifest.path("spec")).put("version", "1");
    ((ObjectNode) manifest.at("/spec/platforms/0")).put("bin", "higuma");
    assertThat(schema().validate(manifest)).hasSize(2);
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(new ObjectMapper().readTree(SCHEMA.toFile()));
  }

  @Test
  void hasOnePlatformForEachArchive() throws IOException, NoSuchAlgorithmException {
    var platforms = manifest.at("/spec/platforms");

    assertThat(platforms.findValuesAsText("os")).containsExactly("linux", "darwin");
    assertThat(platforms.findValuesAsText("arch")).containsExactly("amd64", "arm64");
    assertThat(platforms.at("/0/uri").asText())
        .isEqualTo("https://example.com/downloads/higuma-linux-amd64.tar.gz");
    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
    assertThat(platforms.at("/0/sha256").asText()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void archiveHasTheFilesOfTheManifest() {
    var listed =
        CommandResult.run("", Map.of(), List.of("tar", "-tzf", archive.toString()))
            .succeeded()
            .out()
            .lines();

    assertThat(listed)
        .containsExactlyElementsOf(manifest.at("/spec/platforms/0/files").findValuesAsText("from"));
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(run(Map.of(), "v1").exitCode()).isEqualTo(2);
    assertThat(run(Map.of(), "v1").err()).startsWith("usage: scripts/krew");
  }
}
