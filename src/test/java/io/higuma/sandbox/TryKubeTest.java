package io.higuma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./higuma try} on a real kube-apiserver. */
@NeedsKube
@NeedsPackage
class TryKubeTest {
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
