package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that {@code inject} and {@code uninject} read and write. */
class InjectCommandTest {
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

  @Test
  void separatesYamlFromJsonThatBecomesYaml(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("1.yaml"), "a: 1");
    Files.writeString(folder.resolve("2.json"), "{\"b\": 2}");

    assertThat(CommandRun.in(folder, Map.of(), "", List.of("inject", "-o", "yaml", ".")).out())
        .isEqualTo("a: 1\n---\nb: 2\n");
  }

  @Test
  void failsIfTheOutputCannotBeWritten() {
    var err = new ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(full, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of(),
            Path.of("").toAbsolutePath(),
            false,
            false);

    int exitCode = Cli.run(terminal, (_, _, _) -> Exit.FAULT, "inject", BOOKSTORE);

    assertThat(exitCode).isEqualTo(Exit.OUTPUT);
    assertThat(err.toString(UTF_8)).endsWith("error: the output cannot be written completely\n");
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
}
