package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refresh the goldens with {@code -Dhiguma.goldens.refresh=true}, and review the changes. */
class GoldensTest {
  private static final boolean REFRESH = Boolean.getBoolean("higuma.goldens.refresh");
  private static final Path EXAMPLES = Path.of("examples");
  private static final Pattern COMMAND = Pattern.compile("`([A-Z_]+=\\S+ )?\\./higuma ([^`]+)`");

  static List<Golden> goldens() {
    return Golden.all();
  }

  static List<Path> readmes() throws IOException {
    return examples("README.md");
  }

  private static List<Path> examples(String end) throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void commandProducesTheGolden(Golden golden) {
    var files = golden.files(golden.run());
    if (REFRESH) {
      golden.refresh(files);
    }

    assertThat(files).isEqualTo(golden.expected());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyFileOfAGoldenIsUsed(Golden golden) {
    assertThat(golden.orphans()).isEmpty();
  }

  @Test
  void everyExampleIsShownByAGolden() throws IOException {
    var used = Golden.all().stream().flatMap(golden -> golden.arguments().stream()).toList();

    assertThat(used).containsAll(examples(".yaml").stream().map(Path::toString).toList());
  }

  @Test
  void everyFolderOfExamplesIsExplainedAndListed() throws IOException {
    var list = Files.readString(EXAMPLES.resolve("README.md"));
    try (Stream<Path> folders = Files.list(EXAMPLES).filter(Files::isDirectory)) {
      assertThat(folders)
          .isNotEmpty()
          .allSatisfy(
              folder -> {
                assertThat(folder.resolve("README.md")).isRegularFile();
                assertThat(list).contains("](" + folder.getFileName() + ")");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("readmes")
  void commandsOfReadmesWork(Path readme) throws IOException {
    var commands = COMMAND.matcher(Files.readString(readme)).results().toList();

    assertThat(commands).isNotEmpty();
    for (var command : commands) {
      Map<String, String> env = new HashMap<>();
      if (command.group(1) != null) {
        var pair = command.group(1).strip().split("=", 2);
        env.put(pair[0], pair[1]);
      }
      var arguments = List.of(command.group(2).split(" "));
      var run = CommandRun.in(Path.of("").toAbsolutePath(), env, "", arguments);
      assertThat(run.exitCode()).as("%s: %s", command.group(), run.err()).isZero();
      assertThat(run.out()).contains("kind: ");
    }
  }
}
