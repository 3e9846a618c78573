package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cli.CommandRun;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The commands named in pages exist. */
class CommandsTest {
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:`|^ {4}|^\\$ )(?:[A-Z_]+=\\S+ )*(?:\\./)?higuma ([a-z]+)", Pattern.MULTILINE);

  @Test
  void everyCommandOfAPageExists() {
    Set<String> commands =
        Pages.all().stream()
            .flatMap(page -> COMMAND.matcher(Pages.text(page)).results())
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(commands)
        .contains("inject", "explain", "check")
        .allSatisfy(
            command ->
                assertThat(CommandRun.of(command, "--help").out()).contains("higuma " + command));
  }
}
