package io.higuma.cli;

import io.higuma.testing.ConsolePage;
import io.higuma.testing.ConsoleSession;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the commands of a page in a console with the API of the test's control plane. */
final class PageSession implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String API_OF_THE_PAGES = "localhost:5681";

  private final ConsoleSession console;
  private String api = API_OF_THE_PAGES;

  /** Opens a console in this folder with administrator rights. */
  PageSession(LocalKubeApi kube, Path folder) {
    console = ConsoleSession.open(folder, Map.of("KUBECONFIG", kube.kubeconfig().toString()));
  }

  /** Connects the API server and the console to this control plane. */
  void connect(ControlPlane controlPlane) {
    controlPlane.awaitReady().register();
    api = "localhost:" + controlPlane.apiPort();
  }

  /** The page's text, without values that differ in each run. */
  static String expected(ConsolePage page) {
    return page.transcript((_, output) -> normalised(output));
  }

  /**
   * Runs a page and returns its text with actual outputs, in the normalised form.
   *
   * @param afterCommand called after each command
   */
  String run(ConsolePage page, Consumer<String> afterCommand) {
    return page.transcript(
        (step, output) -> {
          var plain = new ConsolePage.Step(step.command(), normalised(output));
          var shown = run(plain);
          afterCommand.accept(step.command());
          return shown;
        });
  }

  /** The exit code of a command line. */
  String exitCode(String arguments) {
    return console.run("higuma " + arguments + " > /dev/null 2>&1; echo $?").strip();
  }

  /** Read-only commands are repeated until changes have propagated. */
  private String run(ConsolePage.Step step) {
    var command = step.command().replace(API_OF_THE_PAGES, api).replace("./higuma ", "higuma ");
    var shown = step.asShown(normalised(console.run(command)));
    var end = System.nanoTime() + TIMEOUT.toNanos();
    while (onlyReads(command) && !shown.equals(step.output()) && System.nanoTime() < end) {
      shown = step.asShown(normalised(console.run(command)));
    }
    return shown;
  }

  private static boolean onlyReads(String command) {
    return command.startsWith("kubectl get")
        || command.matches("higuma (check|explain|config (get|history)).*");
  }

  /** Replaces values that differ in each run. */
  private static String normalised(String text) {
    return text.replaceAll(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-01-01T00:00:00Z")
        .replaceAll("version=[^;]+;settings=[0-9a-f]+", "version=0.1.0;settings=1f2e3d4c5b6a")
        .replaceAll("/\\S+/(kuma-cp\\.conf\\.yaml)", "$1")
        .replaceAll("(ETag: )?\"[\\w-]{16}\"", "$1\"a-tag\"")
        .strip();
  }

  @Override
  public void close() {
    console.close();
  }
}
