package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the kubectl plugin; no cluster is contacted. */
class KubectlCommandTest {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: one
      contexts:
      - {name: one, context: {cluster: c, user: u}}
      - {name: two, context: {cluster: c, user: u, namespace: shop}}
      clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: u, user: {token: secret}}]
      """;

  @TempDir Path folder;

  private CommandRun plugin(String program, String... arguments) {
    return CommandRun.in(folder, Map.of("HIGUMA_PROGRAM", program), "", List.of(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl-higuma",
        "/home/me/.krew/bin/kubectl-higuma",
        "C:\\krew\\kubectl-higuma.exe"
      })
  void commandsOfThePluginNeedNoPrefix(String program) {
    assertThat(plugin(program, "explain", "--help").out())
        .startsWith("Usage: kubectl higuma explain ")
        .contains("TYPE/NAME");
    assertThat(plugin(program).err()).contains("Missing command", "'kubectl higuma --help'");
    assertThat(plugin(program, "--help").out()).contains("Usage: kubectl higuma ", "  diff ");
    assertThat(plugin(program, "--version").out()).startsWith("higuma ");
  }

  @Test
  void otherCommandsAreTheSameInThePlugin() {
    var inject = List.of("inject", "--help");
    assertThat(plugin("kubectl-higuma", "inject", "--help").out())
        .isEqualTo(CommandRun.in(folder, Map.of(), "", inject).out());
    assertThat(plugin("kubectl-higuma", "completion").out()).contains("_complete_");
  }

  @Test
  void underAnotherNameTheCommandsHaveAPrefix() {
    assertThat(plugin("higuma", "explain", "--help").out()).startsWith("Usage: higuma explain ");
    assertThat(plugin("higuma", "kubectl", "explain", "--help").out())
        .startsWith("Usage: higuma kubectl explain ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "explain svc/web      | TYPE: value 'svc' is not valid: expected one of: pod, deployment,",
        "explain deploy/Web   | NAME: value 'Web' is not valid: expected a DNS-1123 subdomain",
        "explain deploy/web/x | NAME: value 'web/x' is not valid",
        "explain a b c        | TYPE: value 'a' is not valid: expected one of: pod,",
        "get -n Shop          | --namespace: value 'Shop' is not valid: expected a DNS-1123 label",
        "get --service _      | --service: value '_' is not valid",
        "get --context three  | --context: value 'three' is not valid: expected one of: one, two",
        "get --kubeconfig no  | no: cannot be read",
        "get --url ftp://x    | 'ftp://x' is not an http or https URL",
        "diff                 | Missing required option: '--filename=FILE'",
        "diff -f no.yaml      | no.yaml: no such file",
        "top --rows 0         | --interval and --rows: expected a whole number not below 1",
      })
  void misuseEndsWithTwoAndAMessage(String line, String message) throws IOException {
    Files.writeString(folder.resolve("config"), KUBECONFIG);
    var env = Map.of("KUBECONFIG", "config", "HIGUMA_PROGRAM", "kubectl-higuma");

    var run = CommandRun.in(folder, env, "", List.of(line.split(" ")));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").contains(message);
  }

  @Test
  void saysThatTheClusterDoesNotAnswer() throws IOException {
    Files.writeString(folder.resolve("config"), KUBECONFIG);

    var run =
        CommandRun.in(
            folder, Map.of("KUBECONFIG", "config"), "", List.of("kubectl", "get", "--context=two"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: no port can be forwarded to kuma-system/kuma-control-plane:"
                + " https://127.0.0.1:1/ does not answer: ");
  }

  @Test
  void completesNothingWithoutACluster() throws IOException {
    Files.writeString(folder.resolve("config"), KUBECONFIG);
    var env = Map.of("KUBECONFIG", "config");

    assertThat(
            CommandRun.in(
                folder, env, "", List.of("__complete", "workloads", "kubectl", "explain")))
        .isEqualTo(new CommandRun(0, "", ""));
    assertThat(
            CommandRun.in(
                    folder, env, "", List.of("__complete", "contexts", "kubectl", "--context"))
                .out())
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void scriptOfThePluginDoesNotReplaceTheCompletionOfKubectl() {
    assertThat(plugin("kubectl-higuma", "completion").out())
        .isEqualTo(CommandRun.of("completion").out())
        .doesNotContain("complete -F _complete_kubectl ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                 | diff explain get top | :4",
        "ex                 | explain              | :4",
        "inj                | inject               | :4",
        "no-such            | ''                   | :4",
        "get --nam          | --namespace          | :4",
        "get -o j           | json                 | :4",
        "get --context ''   | one two              | :4",
        "get --context tw   | two                  | :4",
        "get --context=tw   | two                  | :4",
        "explain deploy/    | ''                   | :4",
        "inject --set       | --set                | :4",
        "diff -f ''         | ''                   | :0",
      })
  void completesTheArgumentsOfThePluginForKubectl(String line, String words, String directive)
      throws IOException {
    Files.writeString(folder.resolve("config"), KUBECONFIG);
    var env = Map.of("KUBECONFIG", "config", "HIGUMA_PROGRAM", "/bin/kubectl_complete-higuma");
    var typed = Stream.of(line.split(" ")).map(word -> word.replace("''", "")).toList();

    var run = CommandRun.in(folder, env, "", typed);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    var lines = run.out().lines().toList();
    assertThat(lines.getLast()).isEqualTo(directive);
    assertThat(lines.subList(0, lines.size() - 1))
        .containsAll(Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toList())
        .noneMatch(word -> word.startsWith("@") || word.startsWith("__"));
  }

  @Test
  void completionHasNoPlaceholders() {
    assertThat(CommandRun.of("completion").out())
        .contains("$(_higuma_live namespaces)", "$(_higuma_live workloads)")
        .contains("$(_higuma_live contexts)", "$(_higuma_live pods)", "function _higuma_live() {")
        .doesNotContain("@higuma:", "__complete'");
  }
}
