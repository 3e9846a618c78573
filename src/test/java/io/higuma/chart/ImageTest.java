package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles match the chart. They are not built: that needs base images of a registry. */
class ImageTest {
  private static final Path FOLDER = Path.of("src/main/docker");
  private static final JsonNode CONTAINER =
      ValueSet.named("default")
          .object("Deployment", "-control-plane")
          .at("/spec/template/spec/containers/0");

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void imageIsMadeForTheChart(String file) {
    String image = ValueSet.text(FOLDER.resolve(file));
    JsonNode security = ChartReadme.values().at("/controlPlane/podSecurityContext");
    String user = security.path("runAsUser") + ":" + security.path("runAsGroup");
    assertThat(image).contains("\nUSER " + user + "\n");
    Set<String> ports = new TreeSet<>();
    CONTAINER.path("ports").forEach(port -> ports.add(port.path("containerPort").asText()));
    assertThat(image).contains("\nEXPOSE " + String.join(" ", ports) + "\n");
    String command = CONTAINER.at("/args/0").asText();
    assertThat(image).contains("\nCMD [\"" + command + "\"]\n").contains("\nENTRYPOINT [");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void whatIsCopiedIsNotIgnored(String file) {
    List<String> ignored = ValueSet.text(Path.of(".dockerignore")).lines().toList();
    List<String> copied =
        found("(?m)^COPY (?!--from)(?:--\\S+ )*(\\S+) \\S+$", ValueSet.text(FOLDER.resolve(file)));
    assertThat(copied).isNotEmpty().allSatisfy(path -> assertThat(ignored).contains("!" + path));
  }

  /** The JVM ignores an AOT cache that was created with other options. */
  @Test
  void cacheIsMadeWithTheOptionsThatItIsUsedWith() {
    String image = ValueSet.text(FOLDER.resolve("Dockerfile.jvm")).replace("\\\n", " ");
    String made = found("timeout 20\\s+java (.*?) -XX:AOTCacheOutput=higuma.aot", image).getFirst();
    String used =
        found("ENTRYPOINT \\[\"java\", (.*?), \"-XX:AOTCache=higuma.aot\"", image).getFirst();
    assertThat(List.of(used.replace("\"", "").split(",\\s*", -1)))
        .containsExactly(made.strip().split("\\s+", -1));
  }

  private static List<String> found(String pattern, String text) {
    return new ArrayList<>(
        Pattern.compile(pattern)
            .matcher(text)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList());
  }
}
