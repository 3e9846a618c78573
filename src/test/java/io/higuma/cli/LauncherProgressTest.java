package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code ./higuma} shows while it builds the application. */
class LauncherProgressTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LINE = "\r\u001B\\[K  compiler compile · 2 files downloaded · \\d+ s";
  private static final int SOFTWARE = 70;

  /** Instead of Maven: writes lines as Maven does, and fails when a file exists. */
  private static final String MAVEN =
      """
      #!/bin/sh
      # As Maven 3.8.7 of Debian.
      printf '\\033[0m\\033[0m\\n'
      echo '[INFO] Downloaded from central: a.jar (1 kB at 1 kB/s)'
      echo '[INFO] Downloaded from central: b.jar (1 kB at 1 kB/s)'
      echo '[INFO] --- resources:3.3.1:resources (default) @ higuma ---'
      echo '[INFO] --- compiler:3.14.0:compile (default-compile) @ higuma ---'
      for n in $(seq 600); do [ ! -e fail ] || break; sleep 0.1; done
      printf '\\033[0m[ERROR] does not compile\\n'
      exit 1
      """;

  @TempDir Path folder;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    for (var file : List.of("higuma", "scripts/jdk", "scripts/missing")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(Path.of(file), folder.resolve(file));
    }
    var maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private Process start(Map<String, String> env, String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().remove("NO_COLOR");
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(env);
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private void fail() throws IOException {
    Files.createFile(folder.resolve("fail"));
  }

  private static void assertFailed(Process launcher) throws InterruptedException {
    try {
      assertThat(launcher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(SOFTWARE);
    } finally {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
  }

  @Test
  void oneLineOnATerminalHasTheStepAndHowFarItIs() throws Exception {
    var launcher = start(Map.of("TERM", "xterm"), "script", "-qec", "./higuma inject", "/dev/null");
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(output()).containsPattern(LINE));

    fail();

    assertFailed(launcher);
    assertThat(output().replaceAll("\r\u001B\\[K  [^\r\u001B]* · \\d+ s", ""))
        .isEqualTo(
            String.join(
                "\r\n",
                "higuma: building the application (once, until a source changes)",
                "\r\u001B[K[ERROR] does not compile",
                ""));
  }

  @ParameterizedTest
  @CsvSource({"TERM, dumb", "TERM, ''", "NO_COLOR, 1"})
  void terminalWithoutControlsGetsNone(String variable, String value) throws Exception {
    var env = new HashMap<>(Map.of("TERM", "xterm"));
    env.put(variable, value);
    fail();

    assertFailed(start(env, "script", "-qec", "./higuma inject", "/dev/null"));

    assertThat(output()).contains("does not compile").doesNotContain("\u001B");
  }

  @Test
  void pipeGetsNoControls() throws Exception {
    fail();

    assertFailed(start(Map.of("TERM", "xterm"), "./higuma", "inject"));

    assertThat(output()).contains("does not compile").doesNotContain("\u001B", "\r");
  }

  @Test
  void withoutMavenItNamesTheCommandThatInstallsIt() throws Exception {
    assertFailed(start(Map.of("PATH", tools().toString()), "./higuma", "try"));

    assertThat(output())
        .startsWith(
            "higuma: building the application needs Maven (mvn) 3.8.7 or newer. Install it:\n")
        .endsWith("  SDKMAN:  sdk install maven\n");
  }

  @Test
  void withoutAJdkItNamesTheCommandThatInstallsOne() throws Exception {
    // The launcher looks for others in the same folder as that of the java on the PATH.
    var old = Files.createDirectories(folder.resolve("jvm/jdk-17/bin"));
    Files.writeString(folder.resolve("jvm/jdk-17/release"), "JAVA_VERSION=\"17.0.1\"\n");
    for (var program : List.of("java", "javac")) {
      assertThat(Files.createFile(old.resolve(program)).toFile().setExecutable(true)).isTrue();
    }
    var path = tools() + ":" + old;
    var env = Map.of("JAVA_HOME", "/no", "HOME", "/no", "SDKMAN_DIR", "/no", "PATH", path);

    assertFailed(start(env, "./higuma", "inject"));

    assertThat(output())
        .startsWith("higuma: JDK 25 or newer is missing. Install one, or set JAVA_HOME:\n")
        .contains("\n  SDKMAN:  sdk install java 25-tem\nLooked at:\n");
  }

  /** A folder with links to what the launcher needs besides Java and Maven. */
  private Path tools() throws IOException {
    var tools = Files.createDirectories(folder.resolve("tools"));
    for (var name : List.of("sh", "dirname", "readlink", "uname", "find", "head", "mkdir")) {
      Files.createSymbolicLink(tools.resolve(name), Path.of("/usr/bin", name));
    }
    return tools;
  }
}
