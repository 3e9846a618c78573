package io.higuma.cli;

import io.higuma.testing.ConsolePage;
import io.higuma.testing.ConsoleSession;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Types the commands of a page into a console; the API is that of the test's control plane. */
final class PageSession implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String API_OF_THE_PAGES = "localhost:5681";

  private final ConsoleSession console;
  private String api = API_OF_THE_PAGES;

  /** Opens one in this folder, with all rights in the cluster. */
  PageSession(LocalKubeApi kube, Path folder) {
    console = ConsoleSession.open(folder, Map.of("KUBECONFIG", kube.kubeconfig().toString()));
  }

  /** Lets the API server and the console talk to this control plane. */
  void lead(ControlPlane controlPlane) {
    controlPlane.awaitReady().register();
    api = "localhost:" + controlPlane.apiPort();
    var _ = console.run("export HIGUMA_URL=http://" + api);
  }

  /** What a page says, without what is another one each time. */
  static String said(ConsolePage page) {
    return page.transcript((_, output) -> same(output));
  }

  /**
   * What comes of a page, in the same form.
   *
   * @param typed hears each command once it has been run
   */
  String play(ConsolePage page, Consumer<String> typed) {
    return page.transcript(
        (step, output) -> {
          var plain = new ConsolePage.Step(step.command(), same(output));
          var shown = run(plain);
          typed.accept(step.command());
          return shown;
        });
  }

  /** What a command line ends with. */
  String exitCode(String arguments) {
    return console.run("higuma " + arguments + " > /dev/null 2>&1; echo $?").strip();
  }

  /** A command that only reads is run again until others have followed. */
  private String run(ConsolePage.Step step) {
    var command = step.command().replace(API_OF_THE_PAGES, api).replace("./higuma ", "higuma ");
    var shown = step.asShown(same(console.run(command)));
    var end = System.nanoTime() + SOON.toNanos();
    while (onlyReads(command) && !shown.equals(step.output()) && System.nanoTime() < end) {
      shown = step.asShown(same(console.run(command)));
    }
    return shown;
  }

  private static boolean onlyReads(String command) {
    return command.startsWith("kubectl get")
        || command.matches("higuma (check|explain|config (get|history)).*");
  }

  /** Leaves aside what is another one each time. */
  private static String same(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "2026-01-01T00:00:00Z")
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
