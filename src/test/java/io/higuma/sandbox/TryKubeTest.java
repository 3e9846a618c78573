package io.higuma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./higuma try} on a real kube-apiserver. */
@NeedsKube
@NeedsPackage
class TryKubeTest {
  private static final Path PAGE = Path.of("docs/getting-started.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```console try\\n\\$ \\./higuma try --once\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void runsTheScenarioOnARealApi() throws Exception {
    try (var tried = TryProcess.start(folder, "--once", "-o", "json", "--api", "real")) {
      int exitCode = tried.ended();

      assertThat(exitCode).as(tried.messages()).isZero();
      TryAssertions.assertResult(tried.document(), "real");
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  @Test
  void runsTwoSidecarsAsThePageShows() throws Exception {
    var envoy = Tool.ENVOY.path();
    try (var tried = TryProcess.startWithEnvoy(folder, envoy, "--once")) {
      int exitCode = tried.ended();

      assertThat(exitCode).as(tried.messages()).isZero();
      var shown = BLOCK.matcher(Files.readString(PAGE)).results().toList();
      assertThat(shown).hasSize(1);
      assertThat(comparable(tried.lines().stream()))
          .containsSubsequence(
              comparable(shown.getFirst().group(1).lines().filter(line -> !line.equals("…"))));
      assertThat(tried.leftFiles()).isEmpty();
    }
  }

  /** Lines without what differs between runs: parts of names, addresses, durations, versions. */
  private static List<String> comparable(Stream<String> lines) {
    return lines
        .map(line -> line.replaceAll("-[0-9a-f]+-[0-9a-z]{5}\\b", "-NAME"))
        .map(line -> line.replaceAll("[0-9]+(\\.[0-9]+)+", "NUMBERS"))
        .map(line -> line.replaceAll("[0-9]+ ms", "TIME"))
        .toList();
  }

  @Test
  void stopsItsProcesses() throws Exception {
    try (var tried = TryProcess.start(folder)) {
      tried.awaitLine("The bookstore opens");
      var processes = tried.processes();

      assertThat(processes).as("higuma, etcd, kube-apiserver, a watchdog").hasSizeGreaterThan(3);
      tried.terminated();

      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(tried.leftFiles()).isEmpty();
    }
  }
}
