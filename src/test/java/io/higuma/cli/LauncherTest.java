package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./higuma} while it builds the application, in an interactive shell. */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Instead of Maven: runs for longer than the test and writes its process id. */
  private static final String MAVEN =
      "#!/bin/sh\necho $$ > mvn.new; mv mvn.new mvn.pid; exec sleep 300\n";

  @TempDir Path folder;
  private Process shell;

  @BeforeEach
  void startShell() throws IOException {
    for (var file : List.of("higuma", "scripts/jdk", "scripts/missing")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(Path.of(file), folder.resolve(file));
    }
    Files.createDirectories(folder.resolve("bin"));
    var maven = Files.writeString(folder.resolve("bin/mvn"), MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    // A terminal, which keys are sent to.
    var builder =
        new ProcessBuilder("script", "-qec", "bash --norc -i", "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TERM", "xterm");
    shell = builder.start();
  }

  @AfterEach
  void stopShell() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }

  private void type(String keys) throws IOException {
    shell.getOutputStream().write(keys.getBytes(UTF_8));
    shell.getOutputStream().flush();
  }

  @Test
  void controlCAlsoEndsMaven() throws IOException {
    type("./higuma inject\n");
    var pid = folder.resolve("mvn.pid");
    Awaitility.await().atMost(LIMIT).until(() -> Files.exists(pid));
    var maven = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> Files.readString(folder.resolve("output")).contains("files downloaded"));

    type("\u0003");

    Awaitility.await().atMost(LIMIT).until(() -> !maven.isAlive());
    assertThat(shell.isAlive()).isTrue();
  }
}
