package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cli.CommandRun;
import io.higuma.testing.ConsolePage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the pages' commands that need no cluster, and checks that their YAML is in an example. */
class GuidesTest {
  private static final Path DOCS = Path.of("docs");

  /** Sessions with a cluster, which have separate tests. */
  private static final Set<Path> WITH_CLUSTER =
      Set.of(DOCS.resolve("config-api.md"), DOCS.resolve("getting-started.md"));

  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String COMMAND = "./higuma ";

  static List<Path> guides() {
    return Pages.all().stream()
        .filter(page -> !WITH_CLUSTER.contains(page))
        .filter(page -> !ConsolePage.read(page).steps().isEmpty())
        .toList();
  }

  static List<Path> pagesWithYaml() {
    return Pages.below(DOCS, ".md").stream()
        .filter(page -> YAML.matcher(Pages.text(page)).find())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("guides")
  void commandsPrintTheOutputOfThePage(Path page) {
    var guide = ConsolePage.read(page);

    assertThat(guide.transcript((step, _) -> step.asShown(run(step.command()))))
        .isEqualTo(guide.transcript());
  }

  /** Other tests inject every example, and apply it to a real API server. */
  @ParameterizedTest
  @MethodSource("pagesWithYaml")
  void yamlIsInAnExample(Path page) {
    var examples =
        Pages.below(Path.of("examples"), ".yaml").stream()
            .map(example -> normalized(Pages.text(example)))
            .toList();

    assertThat(YAML.matcher(Pages.text(page)).results().map(GuidesTest::block))
        .allSatisfy(block -> assertThat(examples).anySatisfy(e -> assertThat(e).contains(block)));
  }

  private static String block(MatchResult block) {
    return normalized(block.group(1));
  }

  /** Without comments and indentation, which depend on the position of a block. */
  private static String normalized(String yaml) {
    return yaml.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .reduce("", (lines, line) -> lines + "\n" + line)
        + "\n";
  }

  private static String run(String command) {
    Map<String, String> env = new HashMap<>();
    var words = Arrays.asList(command.replace("\\\n", " ").split("\\s+"));
    int start = words.indexOf(COMMAND.strip());
    assertThat(start).as("only %s… needs no cluster: %s", COMMAND, command).isNotNegative();
    for (var variable : words.subList(0, start)) {
      var pair = variable.split("=", 2);
      env.put(pair[0], pair[1]);
    }
    var run =
        CommandRun.in(
            Path.of("").toAbsolutePath(), env, "", words.subList(start + 1, words.size()));
    return run.out() + run.err();
  }
}
