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

/** The command line knows what the chart starts the container with. */
class ChartArgumentsTest {
  private static final Path DEPLOYMENT = Path.of("src/main/kubernetes/deployment.yaml");

  @Test
  void argumentsAreUnderstood() throws IOException {
    JsonNode container =
        new YAMLMapper().readTree(DEPLOYMENT.toFile()).at("/spec/template/spec/containers/0/args");
    List<String> arguments = new ArrayList<>();
    container.forEach(argument -> arguments.add(argument.asText()));
    assertThat(arguments).startsWith("run").hasSizeGreaterThan(2);
    // Only what cannot be parsed is said before help is shown.
    arguments.add("--help");
    var run = CommandRun.in(Path.of(""), Map.of(), "", arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    arguments.add("--no-such-option");
    assertThat(CommandRun.in(Path.of(""), Map.of(), "", arguments).exitCode()).isNotZero();
  }
}
