package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.api.YamlText;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.documents.Document;
import io.higuma.cli.status.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl higuma get}: lists Pods with their injection states. */
@Command(
    name = "get",
    description = {
      "Lists the Pods of a namespace with their injection states: injected; outdated: would be"
          + " injected differently if it were created now; skipped; missing: should have been"
          + " injected but is not; unknown. SIDECAR says whether the sidecar is connected.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kubectl higuma get -n shop",
      "  Outdated Pods of all namespaces:",
      "    kubectl higuma get -A --state outdated",
    })
final class KubectlGetCommand implements Callable<Integer> {
  private final Terminal terminal;

  /** The injection states. */
  enum State {
    injected,
    outdated,
    skipped,
    missing,
    unknown
  }

  @Mixin private KubectlOptions options = new KubectlOptions();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The Pods of all namespaces.")
  private boolean everywhere;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only these states, separated by commas: ${COMPLETION-CANDIDATES}.")
  private List<State> states = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}. Default: a table.")
  private ConfigCommand.ApiCommand.@Nullable Form output;

  KubectlGetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return KubectlAction.run(options, terminal, this::list);
  }

  private int list(ClusterAccess cluster) throws CommandFailure {
    var query = everywhere ? "" : "?namespace=" + cluster.namespace();
    var inventory = cluster.controlPlane().get("/inventory" + query).bodyOrFailure();
    terminal
        .out()
        .print(
            switch (output) {
              case null -> table(inventory);
              case json -> Document.json(inventory);
              case yaml -> YamlText.of(inventory);
            });
    terminal.out().flush();
    return Exit.DONE;
  }

  private String table(JsonNode inventory) {
    var table =
        everywhere
            ? new TextTable("NAMESPACE", "NAME", "OWNER", "INJECTION", "SIDECAR", "REASON")
            : new TextTable("NAME", "OWNER", "INJECTION", "SIDECAR", "REASON");
    int rows = 0;
    for (var pod : inventory.path("pods")) {
      if (isWanted(pod)) {
        table.add(cells(pod).toArray(String[]::new));
        rows++;
      }
    }
    return rows == 0
        ? "No Pods found.\n"
        : table.lines().stream().map(this::painted).collect(Collectors.joining("\n", "", "\n"));
  }

  private boolean isWanted(JsonNode pod) {
    var state = pod.at("/injection/state").asText();
    return states.isEmpty() || states.stream().anyMatch(one -> one.name().equals(state));
  }

  private List<String> cells(JsonNode pod) {
    var cells = new ArrayList<String>();
    if (everywhere) {
      cells.add(pod.path("namespace").asText());
    }
    cells.add(pod.path("name").asText());
    cells.add(pod.path("owner").asText());
    cells.add(pod.at("/injection/state").asText());
    cells.add(sidecar(pod.path("proxy")));
    cells.add(reason(pod.path("injection")));
    return cells;
  }

  private static String sidecar(JsonNode proxy) {
    if (proxy.isMissingNode()) {
      return "-";
    }
    var connection = proxy.path("online").asBoolean() ? "connected" : "disconnected";
    return proxy.has("rejected") ? connection + ", rejects" : connection;
  }

  private static String reason(JsonNode injection) {
    if (injection.has("message")) {
      return injection.path("message").asText().replace('\n', ' ');
    }
    return injection
        .path("reasons")
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.joining("; "));
  }

  private String painted(String line) {
    return line.startsWith("NAME") ? Colours.BOLD.paint(line, terminal) : line;
  }
}
