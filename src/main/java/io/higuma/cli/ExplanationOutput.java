package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of the output format of explanations in the API's format, and their output. */
final class ExplanationOutput {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}. Default: a table.")
  private ExplainCommand.@Nullable Form form;

  /**
   * Prints explanations.
   *
   * @param answer in the format of the response of {@code POST /explain}
   * @return the exit code: {@link Exit#REFUSED} if a Pod would be refused
   */
  int print(JsonNode answer, Terminal terminal) {
    terminal
        .out()
        .print(form == ExplainCommand.Form.json ? Document.json(answer) : text(answer, terminal));
    terminal.out().flush();
    return answer.path("workloads").valueStream().anyMatch(ExplanationOutput::isRefused)
        ? Exit.REFUSED
        : Exit.DONE;
  }

  private static String text(JsonNode answer, Terminal terminal) {
    return answer
        .path("workloads")
        .valueStream()
        .map(explanation -> ExplanationReport.of(explanation, terminal))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isRefused(JsonNode explanation) {
    return explanation.path("decision").asText().equals("reject");
  }
}
