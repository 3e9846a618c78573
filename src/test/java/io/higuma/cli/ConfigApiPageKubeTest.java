package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.api.ApiDoor;
import io.higuma.testing.ConsoleSession;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of the page about the config API and compares what it writes. */
@QuarkusTest
@NeedsKube
class ConfigApiPageKubeTest {
  private static final Path PAGE = Path.of("docs/config-api.md");
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            sidecarContainer:
              drainTime: 20s
      """;

  @TempDir private Path folder;

  /**
   * One step of the page.
   *
   * @param command what is typed
   * @param output what is shown
   */
  private record Step(String command, String output) {
    /** Whether it may be done again, because others need a moment to follow. */
    boolean onlyReads() {
      return command.startsWith("kubectl get")
          || command.matches("higuma (explain|config (get|history)).*");
    }
  }

  @Test
  void pageShowsWhatHappens(LocalKubeApi kube) throws Exception {
    ControlPlane.install(kube);
    kube.kubectl("apply", "-f", "src/main/kubernetes/rbac-config-api.yaml").succeeded();
    var file = Files.writeString(folder.resolve("kuma-cp.conf.yaml"), FILE);
    var environment = Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "false");
    var server = "localhost:" + RestAssured.port;
    UnaryOperator<String> here = text -> text.replace("localhost:5681", server);
    try (var controlPlane = ControlPlane.start(kube, environment, file);
        var session =
            ConsoleSession.open(
                folder,
                Map.of(
                    "KUBECONFIG",
                    kube.kubeconfig().toString(),
                    "HIGUMA_URL",
                    "http://" + server))) {
      controlPlane.awaitReady().register();
      ApiDoor.open(controlPlane.server().api());
      var expected = new StringBuilder();
      var found = new StringBuilder();
      for (var step : steps()) {
        var shown = same(step.output());
        expected.append("$ ").append(step.command()).append('\n').append(shown).append('\n');
        var text = run(session, here.apply(step.command()), step.onlyReads() ? shown : "");
        found.append("$ ").append(step.command()).append('\n').append(text).append('\n');
      }
      assertThat(found).hasToString(expected.toString());
      assertThat(exitCode(session, "config get cniEnabled")).isEqualTo("0");
      assertThat(exitCode(session, "config set cniEnabled=perhaps")).isEqualTo("1");
      assertThat(exitCode(session, "config set cniEnabled")).isEqualTo("2");
    }
  }

  private static String exitCode(ConsoleSession session, String arguments) {
    return session.run("higuma " + arguments + " > /dev/null 2>&1; echo $?").strip();
  }

  /** What a command writes; where others may need a moment to follow, it is run again. */
  private static String run(ConsoleSession session, String command, String awaited) {
    var text = same(session.run(command));
    var end = System.nanoTime() + SOON.toNanos();
    while (!awaited.isEmpty() && !text.equals(awaited) && System.nanoTime() < end) {
      text = same(session.run(command));
    }
    return text;
  }

  /** Leaves aside what is another one each time. */
  private static String same(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "2026-01-01T00:00:00Z")
        .replaceAll("version=[^;]+;settings=[0-9a-f]+", "version=0.1.0;settings=1f2e3d4c5b6a")
        .replaceAll("(ETag: )?\"[\\w-]{16}\"", "$1\"a-tag\"")
        .strip();
  }

  private static List<Step> steps() throws Exception {
    List<Step> steps = new ArrayList<>();
    for (var block : Files.readString(PAGE).split("(?m)^```console\n", -1)) {
      if (steps.isEmpty() && !block.startsWith("$ ")) {
        continue;
      }
      var text = block.substring(0, block.indexOf("```"));
      for (var step : text.split("(?m)^\\$ ", -1)) {
        if (!step.isBlank()) {
          steps.add(step(step.lines().toList()));
        }
      }
    }
    return steps;
  }

  private static Step step(List<String> lines) {
    int end = 1;
    while (lines.get(end - 1).endsWith("\\")) {
      end++;
    }
    return new Step(
        String.join("\n", lines.subList(0, end)),
        String.join("\n", lines.subList(end, lines.size())));
  }
}
