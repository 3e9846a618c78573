package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.docs.ReferencePage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

class CommandsReferenceTest {
  private static final CommandLine ROOT = Cli.all(CommandRun.terminal());

  @Test
  void pageHasTheHelpOfEveryCommand() {
    var page =
        new StringBuilder(
            ReferencePage.head(
                "Commands",
                "Each command prints its part with `--help`. Exit codes not listed: 70 is an"
                    + " internal error."));
    commands(ROOT)
        .forEach(
            command ->
                page.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n```text\n")
                    .append(command.getUsageMessage(Ansi.OFF).strip())
                    .append("\n```\n"));

    new ReferencePage("commands.md").isUpToDate(page.toString());
  }

  @Test
  void everyCommandAndOptionIsDescribed() {
    assertThat(commands(ROOT).map(CommandLine::getCommandSpec))
        .hasSizeGreaterThan(15)
        .allSatisfy(CommandsReferenceTest::isDescribed);
  }

  private static void isDescribed(CommandSpec command) {
    assertThat(command.usageMessage().description()).as(command.qualifiedName()).isNotEmpty();
    assertThat(command.args())
        .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
  }

  /** A command and all below it, without hidden ones. */
  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream()
            .filter(below -> !below.getCommandSpec().usageMessage().hidden())
            .flatMap(CommandsReferenceTest::commands));
  }
}
