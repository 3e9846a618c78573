package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RunArgumentsTest {
  private static final Terminal TERMINAL = Terminal.ofProcess();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run --config-file=/etc/kuma.io/config.yaml --log-level=warn --log-format=json",
        "run --log-level=off",
        "run --set=a.b=c --log-format=text --set=d=e=f",
      })
  void plainOptionsAreReadAsPicocliReadsThem(String line) {
    var arguments = List.of(line.split(" "));
    var byPicocli = new RunCommand(TERMINAL);
    new CommandLine(byPicocli)
        .parseArgs(arguments.subList(1, arguments.size()).toArray(String[]::new));

    assertThat(RunArguments.read(TERMINAL, arguments).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(byPicocli);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inject",
        "run --help",
        "run x",
        "run --set",
        "run --no-such-option=1",
        "run --config-file config.yaml",
        "run --config-file=",
        "run --config-file=a --config-file=b",
        "run --log-format=xml",
        "run --log-level=INFO",
      })
  void whateverElseIsForPicocli(String line) {
    assertThat(RunArguments.read(TERMINAL, List.of(line.split(" ")))).isEmpty();
  }

  @Test
  void noCommandIsForPicocli() {
    assertThat(RunArguments.read(TERMINAL, List.of())).isEmpty();
  }
}
