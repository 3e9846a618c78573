package io.higuma.testing;

import io.higuma.sandbox.kube.KubeBinaries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A shell that runs commands one after the other and keeps exported variables. {@code kubectl} and
 * {@code higuma} are on its path.
 */
public final class ConsoleSession implements AutoCloseable {
  private static final String END = "@@end-of-command@@";

  private final Process shell;
  private final Writer in;
  private final BufferedReader out;

  private ConsoleSession(Process shell) {
    this.shell = shell;
    this.in = shell.outputWriter();
    this.out = shell.inputReader();
  }

  /** Opens a shell in {@code folder}, where it creates the commands' scripts. */
  public static ConsoleSession open(Path folder, Map<String, String> environment) {
    try {
      var bin = Files.createDirectories(folder.resolve("bin"));
      var kubectl = KubeBinaries.find(System.getenv()).orElseThrow().command("kubectl");
      script(bin.resolve("kubectl"), kubectl.toString());
      script(
          bin.resolve("higuma"),
          HigumaProcess.command().stream()
              .map(part -> "'" + part + "'")
              .collect(Collectors.joining(" ")));
      var builder = new ProcessBuilder("bash", "--norc").redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().compute("PATH", (name, path) -> bin + ":" + path);
      return new ConsoleSession(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs a command; returns its output and messages. */
  public String run(String command) {
    try {
      // A command must not read the ones that follow.
      in.write("{ " + command + "\n} < /dev/null\nprintf '\\n" + END + "\\n'\n");
      in.flush();
      var text = new StringBuilder();
      for (var line = out.readLine(); !END.equals(line); line = out.readLine()) {
        if (line == null) {
          throw new IllegalStateException("the shell ended after: " + text);
        }
        text.append(line).append('\n');
      }
      return text.toString().replaceFirst("\n$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
