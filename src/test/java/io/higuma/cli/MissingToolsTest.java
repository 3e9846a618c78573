package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts say without a JDK or Maven. */
class MissingToolsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ID=debian                   | Linux  | Debian: | apt-get install openjdk-25-jdk",
        "ID=mint;ID_LIKE=\"ubuntu\"  | Linux  | Debian: | apt-get install openjdk-25-jdk",
        "ID=fedora                   | Linux  | Fedora: | dnf install java-25-openjdk-devel",
        "ID=rocky;ID_LIKE=\"rhel\"   | Linux  | Fedora: | dnf install java-25-openjdk-devel",
        "''                          | Darwin | macOS:  | brew install --cask temurin@25",
      })
  void namesTheCommandOfTheSystemAndThatOfSdkman(
      String release, String system, String name, String command, @TempDir Path folder)
      throws IOException {
    var lines = hints("jdk", release, system, folder);

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains(name, command);
    assertThat(lines.getLast()).isEqualTo("  SDKMAN:  sdk install java 25-tem");
  }

  @ParameterizedTest
  @CsvSource({"jdk, java 25-tem", "maven, maven"})
  void namesTheCommandsOfAllSystemsIfThisOneIsUnknown(
      String tool, String candidate, @TempDir Path folder) throws IOException {
    var lines = hints(tool, "ID=plan9", "Plan9", folder);

    assertThat(lines).hasSize(4);
    assertThat(lines.get(3)).endsWith("sdk install " + candidate);
  }

  private static List<String> hints(String tool, String release, String system, Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("release"), release.replace(';', '\n') + "\n");
    return run(Map.of("OS_RELEASE", file.toString(), "SYSTEM", system), "scripts/missing", tool)
        .succeeded()
        .out()
        .lines()
        .toList();
  }

  @Test
  void saysWhichJdksAreTooOldAndHowToInstallOne(@TempDir Path folder) throws IOException {
    var old = jdk(folder.resolve("jvm/jdk-17"), "17.0.1");
    var path = tools(folder, "sh", "dirname", "readlink", "uname") + ":" + old.resolve("bin");

    var result = run(Map.of("PATH", path, "JAVA_HOME", "/no", "HOME", "/no"), "scripts/jdk");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("higuma: JDK 25 or newer is missing. Install one, or set JAVA_HOME:\n")
        .contains("\n  SDKMAN:  sdk install java 25-tem\nLooked at:\n")
        .endsWith("  JAVA_HOME is /no (version 0)\n  " + old + " (version 17)\n");
  }

  @Test
  void looksInTheFolderOfSdkman(@TempDir Path folder) throws IOException {
    var jdk = jdk(folder.resolve("sdkman/candidates/java/99-test"), "99.0.1");

    var result =
        run(
            Map.of("JAVA_HOME", "", "SDKMAN_DIR", folder.resolve("sdkman").toString()),
            "scripts/jdk");

    assertThat(result.succeeded().out().strip()).isEqualTo(jdk.toString());
  }

  @Test
  void namesTheCommandThatInstallsMaven(@TempDir Path folder) throws IOException {
    var path = tools(folder, "sh", "dirname", "readlink", "uname");

    var result = run(Map.of("PATH", path), "scripts/maven");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("higuma: Maven (mvn) 3.8.7 or newer is missing on the PATH. Install it:\n")
        .endsWith("  SDKMAN:  sdk install maven\n");
  }

  /** A folder that looks like a JDK of this version. */
  private static Path jdk(Path folder, String version) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (var program : List.of("java", "javac")) {
      var file = Files.writeString(folder.resolve("bin").resolve(program), "");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return folder;
  }

  /** A folder with links to these programs only. */
  private static String tools(Path folder, String... names) throws IOException {
    for (var name : names) {
      for (var bin : List.of("/usr/bin", "/bin")) {
        var program = Path.of(bin, name);
        if (Files.isExecutable(program) && !Files.exists(folder.resolve(name))) {
          Files.createSymbolicLink(folder.resolve(name), program);
        }
      }
    }
    return folder.toString();
  }

  private static CommandResult run(Map<String, String> env, String... command) {
    return CommandResult.run("", env, List.of(command));
  }
}
