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

class CliTest {
  private static final String BOOKSTORE = "examples/bookstore.yaml";
  private static final String REFUSED = "examples/bookstore-refused.yaml";
  private static final String ODD =
      """
      # a comment, odd spaces and all kinds of quotes pass through


      apiVersion:   v1
      kind: 'ConfigMap'
      metadata: {name: "odd" , labels: {a: 'b'}}
      data:
        text: >-
          folded
          text
      ---
      ---
      # nothing
      ---
      {"kind": "Secret",   "apiVersion": "v1"}
      ...
      """;

  @ParameterizedTest
  @ValueSource(strings = {ODD, "", "\n", "a: 1", "\uFEFFa: 1\r\n---\r\nb: 2\r\n", "{\"a\":1}{}"})
  void passesThroughWhatItDoesNotInject(String text) {
    assertThat(CommandRun.withInput(text, "inject", "-"))
        .isEqualTo(new CommandRun(Exit.DONE, text, ""));
    assertThat(CommandRun.withInput(text, "uninject", "-"))
        .isEqualTo(new CommandRun(Exit.DONE, text, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: v1\nkind: Pod\n",
        "apiVersion: v1\nkind: Pod\nspec:\n",
        "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n",
        "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {}}}\n",
        "apiVersion: v1\nkind: List\n",
        "apiVersion: v1\nkind: List\nitems: [1, null, text]\n",
        "- apiVersion: v1\n  kind: Pod\n",
        "apiVersion: [1]\nkind: {a: b}\n",
      })
  void passesThroughWhatHasNoPod(String text) {
    assertThat(CommandRun.withInput(text, "inject", "--always", "-"))
        .isEqualTo(new CommandRun(Exit.DONE, text, ""));
  }

  @Test
  void leavesNeighboursOfAnInjectedPodAsTheyAre() {
    var pod = "\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a}]}\n";

    var out = CommandRun.withInput(ODD + "---" + pod + "---\n" + ODD, "inject", "--always", "-");

    assertThat(out.out()).startsWith(ODD + "---\n").endsWith("---\n" + ODD).contains("kuma-init");
  }

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

  private static void isRefused(CommandRun run, String key, String name) {
    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: " + key + ": value '" + name + "' is not valid: expected a DNS-1123");
  }

  @Test
  void refusesAPodWhoseNamespaceCannotBeOne() {
    var pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: '../y'}\n";

    var run =
        CommandRun.withInput(pod + "spec: {containers: [{name: a}]}\n", "inject", "--always", "-");

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("bad_name").contains("metadata.namespace: value '../y'");
  }

  @Test
  void writesNothingIfAPodIsRefused() {
    var run = CommandRun.of("inject", BOOKSTORE, REFUSED);

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("refused: Pod bookstore/as-sidecar: uid_clash: ");
  }

  @Test
  void uninjectRestoresTheExactText() throws IOException {
    var injected = CommandRun.of("inject", BOOKSTORE);
    var restored = CommandRun.withInput(injected.out(), "uninject", "-");

    assertThat(restored.out()).isEqualTo(Files.readString(Path.of(BOOKSTORE)));
  }

  @Test
  void injectingTwiceIsTheSameAsOnce() {
    var once = CommandRun.of("inject", BOOKSTORE);
    var twice = CommandRun.withInput(once.out(), "inject", "-");

    assertThat(twice.out()).isEqualTo(once.out());
    assertThat(twice.err()).contains("skipped: Deployment bookstore/web: already_injected: ");
  }

  @Test
  void diffAppliesToTheInput(@TempDir Path folder) throws IOException, InterruptedException {
    var file = folder.resolve("bookstore.yaml");
    Files.copy(Path.of(BOOKSTORE), file);
    var diff =
        CommandRun.in(folder, Map.of(), "", List.of("inject", "-o", "diff", "bookstore.yaml"));
    var input = Files.writeString(folder.resolve("diff"), diff.out());

    var patch =
        new ProcessBuilder("patch", "bookstore.yaml")
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(patch.getInputStream().readAllBytes(), UTF_8);

    assertThat(patch.waitFor()).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(CommandRun.of("inject", BOOKSTORE).out());
  }

  @Test
  void separatesTheTextsOfSeveralFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("1.yaml"), "a: 1");
    Files.writeString(folder.resolve("2.yml"), "---\nb: 2\n");
    Files.writeString(folder.resolve("3.json"), "{\"c\": 3}\n");
    Files.writeString(folder.resolve("ignored.txt"), "[");

    assertThat(CommandRun.in(folder, Map.of(), "", List.of("inject", ".")).out())
        .isEqualTo("a: 1\n---\nb: 2\n---\n{\"c\": 3}\n");
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
  void refusesTextThatIsNoUtf8(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4, '\n'});

    var run = CommandRun.in(folder, Map.of(), "", List.of("inject", "latin.yaml"));

    assertThat(run)
        .isEqualTo(new CommandRun(Exit.USAGE, "", "error: latin.yaml: not valid UTF-8\n"));
  }

  @Test
  void warnsOfACertificateThatIsNotHere() {
    var run =
        CommandRun.of(
            "inject", "--set", "runtime.kubernetes.injector.caCertFile=/no/ca.crt", BOOKSTORE);

    assertThat(run.exitCode()).isEqualTo(Exit.DONE);
    assertThat(run.err()).contains("warning: runtime.kubernetes.injector.caCertFile: /no/ca.crt");
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
