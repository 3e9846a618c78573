package io.higuma.sandbox.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Kills the processes with {@code *.pid} files in a folder when this JVM has ended for any reason,
 * and frees the disk. It reads its standard input, which only this JVM holds open.
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cat > /dev/null
      for file in *.pid; do
        if [ -f "$file" ]; then kill -9 "$(cat "$file")"; fi
      done
      rm -rf etcd-data
      """;

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  static Watchdog over(Path folder) {
    try {
      return new Watchdog(
          new ProcessBuilder("sh", "-c", SCRIPT)
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
