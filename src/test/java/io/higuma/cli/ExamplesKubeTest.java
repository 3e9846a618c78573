package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server accepts the output of {@code higuma inject} for the examples. */
@NeedsKube
class ExamplesKubeTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final String CONFIG_FILE = "kuma-cp.conf.yaml";
  private static final Set<String> REFUSED = Set.of("bookstore-refused.yaml");
  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith(CONFIG_FILE))
          .filter(file -> !REFUSED.contains(String.valueOf(file.getFileName())))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAccepted(Path example) throws IOException {
    var injected = inject(example);
    for (var namespace : namespaces(injected)) {
      if (kube.client().namespaces().withName(namespace).get() == null) {
        kube.kubectl("create", "namespace", namespace).succeeded();
      }
    }
    kube.kubectlWith(injected, "apply", "--dry-run=server", "--validate=strict", "-f", "-")
        .succeeded();
  }

  private static String inject(Path example) {
    var arguments = new ArrayList<>(List.of("inject", example.toString()));
    var config = example.resolveSibling(CONFIG_FILE);
    if (Files.exists(config)) {
      arguments.addAll(List.of("--config-file", config.toString()));
    }
    // Patches of a workload may be in another file.
    var patches = example.resolveSibling("patches.yaml");
    if (Files.exists(patches)) {
      arguments.addAll(List.of("--context", patches.toString()));
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Path.of(""),
            false,
            false);
    int exitCode = Cli.run(terminal, (_, _, _) -> Exit.FAULT, arguments.toArray(String[]::new));
    assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(Exit.DONE);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Set<String> namespaces(String documents) throws IOException {
    var names = new TreeSet<String>();
    try (var values = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(documents)) {
      while (values.hasNext()) {
        var document = values.next();
        names.add(
            document.path("kind").asText().equals("Namespace")
                ? document.at("/metadata/name").asText()
                : document.at("/metadata/namespace").asText("default"));
      }
    }
    names.remove("");
    return names;
  }
}
