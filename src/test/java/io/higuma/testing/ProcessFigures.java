package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU, memory, threads and descriptors of a running process, from {@code /proc}. */
public record ProcessFigures(long pid) {
  private static final double TICKS_PER_SECOND = 100;

  /** Seconds of CPU since its start. */
  public double cpu() {
    String stat = text("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /**
   * Memory in KiB.
   *
   * @param name as in {@code /proc/PID/status}, such as {@code VmRSS}
   */
  public long memory(String name) {
    return text("status")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** Number of open file descriptors. */
  public long descriptors() {
    try (var open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of threads of the operating system. */
  public long threads() {
    return memory("Threads");
  }

  private String text(String file) {
    try {
      return Files.readString(Path.of("/proc", "" + pid, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
