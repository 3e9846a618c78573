package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command line accepts the container arguments of the chart. */
class ChartArgumentsTest {
  private static final Path DEPLOYMENT = Path.of("src/main/kubernetes/deployment.yaml");

  @Test
  void argumentsAreUnderstood() throws IOException {
    JsonNode container =
        new YAMLMapper().readTree(DEPLOYMENT.toFile()).at("/spec/template/spec/containers/0/args");
    List<String> arguments = new ArrayList<>();
    container.forEach(argument -> arguments.add(argument.asText()));
    assertThat(arguments).startsWith("run").hasSizeGreaterThan(2);
    // Accepted: only the file that the chart mounts is missing.
    assertThat(said(arguments)).contains("/etc/kuma.io/kuma-control-plane/config.yaml");
    arguments.add("--no-such-option");
    assertThat(said(arguments)).contains("--no-such-option").doesNotContain("/etc/kuma.io");
  }

  private static String said(List<String> arguments) {
    var run = CommandRun.in(Path.of(""), Map.of(), "", arguments);
    assertThat(run.exitCode()).isNotZero();
    return run.err();
  }
}
