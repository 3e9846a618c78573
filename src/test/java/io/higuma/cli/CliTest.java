package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, messages and exit codes of the commands, and what their process loads. */
class CliTest {
  private static final String BOOKSTORE = "examples/bookstore.yaml";

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "../x", "a/b", "a%2fb", "a?b", "a#b", "A", "ä", ""})
  void refusesNamesThatCannotBeNames(String name) {
    for (var command : List.of("inject", "uninject", "explain", "dataplane")) {
      isRefused(CommandRun.withInput("", command, "-n", name, "-"), "--namespace", name);
    }
    isRefused(CommandRun.of("explain", "pod", "web", "-n", name), "--namespace", name);
    isRefused(CommandRun.of("explain", "pod", name), "NAME", name);
    isRefused(CommandRun.of("check", "-n", name), "--namespace", name);
    isRefused(CommandRun.of("check", "--name", name), "--name", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "a..b", "../x", "a/b", "a%2fb", "a?b", "a#b", "ä", "."})
  void refusesAKeyThatCannotBeOne(String key) {
    var run = CommandRun.of("config", "get", key, "--url", "http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).startsWith("error: KEY: value '" + key + "' is not valid: expected");
  }

  @Test
  void anEmptyUrlIsNone() {
    var env = Map.of("HIGUMA_URL", "", "HIGUMA_TOKEN", "none");

    var run =
        CommandRun.in(
            Path.of("."), env, "", List.of("config", "get", "--ca-file", "/nowhere/no.crt"));

    // The file is read after the URL.
    assertThat(run.err()).startsWith("error: /nowhere/no.crt: cannot be read as certificates");
  }

  private static void isRefused(CommandRun run, String key, String name) {
    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: " + key + ": value '" + name + "' is not valid: expected a DNS-1123");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "inject",
        "inject --nonsense",
        "inject no-such-file.yaml",
        "inject -o nonsense " + BOOKSTORE,
        "inject --kubernetes-version one " + BOOKSTORE,
        "inject --config-file no-such-file.yaml " + BOOKSTORE,
        "inject --context no-such-file.yaml " + BOOKSTORE,
        "explain no-such-file.yaml",
        "uninject no-such-file.yaml",
        "uninject -o patch " + BOOKSTORE,
        "run --nonsense",
      })
  void misuseEndsWithTwoAndAMessage(String line) {
    var run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ");
  }

  @Test
  void coloursOnlyForATerminal() {
    var arguments = List.of("explain", BOOKSTORE);

    assertThat(CommandRun.of("explain", BOOKSTORE).out()).doesNotContain("\u001B");
    assertThat(CommandRun.in(Path.of("").toAbsolutePath(), Map.of(), "", arguments, true).out())
        .contains("\u001B[32minjected\u001B[0m")
        .contains("\u001B[33mskipped\u001B[0m");
  }

  @Test
  void reportsThatTheSandboxNeedsTheCheckout() {
    var tried = CommandRun.of("try");

    assertThat(tried.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(tried.err().lines())
        .containsExactly(
            "error: the sandbox is part of the source checkout: run ./higuma try there");
  }

  @Test
  void triesForScriptsOnlyOnce() {
    var tried = CommandRun.of("try", "-o", "json");

    assertThat(tried.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(tried.err()).contains("-o goes with --once");
  }

  @Test
  void saysItsVersion() {
    assertThat(CommandRun.of("--version").out()).matches("higuma \\d+\\.\\d+\\.\\d+\\S*\\n");
  }

  @Test
  void bashAcceptsTheCompletion(@TempDir Path folder) throws IOException, InterruptedException {
    var script = folder.resolve("completion");
    Files.writeString(script, CommandRun.of("completion").out());

    var bash =
        new ProcessBuilder(
                "bash", "-c", "source " + script + "; complete -p higuma; _complete_higuma")
            .redirectErrorStream(true)
            .start();
    var said = new String(bash.getInputStream().readAllBytes(), UTF_8);

    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said).contains("_complete_higuma");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inject", "explain", "dataplane"})
  void worksWithoutQuarkusClientAndServer(String command, @TempDir Path folder)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = folder.resolve("classes");

    var process =
        new ProcessBuilder(
                java,
                "-Xlog:class+load:file=" + classes,
                "-cp",
                productionClassPath(),
                "io.higuma.app.Main",
                command,
                BOOKSTORE)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(classes))
        .contains("io.higuma.cli.OfflineSession$Ready")
        .doesNotContain(
            " io.quarkus.",
            " io.vertx.",
            " io.netty.",
            " io.fabric8.kubernetes.",
            " org.jboss.logmanager.",
            " java.util.logging.",
            " java.net.Socket ",
            " java.net.ServerSocket ",
            " sun.nio.ch.ServerSocketChannelImpl ");
  }

  /** Without Groovy, which only tests have and picocli loads. */
  private static String productionClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("groovy"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
