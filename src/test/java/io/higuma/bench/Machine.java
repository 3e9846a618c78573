package io.higuma.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The machine that all figures depend on. */
public record Machine(
    String cpu, int processors, long memoryMegabytes, String kernel, String java) {

  /** This machine. */
  public static Machine here() {
    return new Machine(
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value("/proc/meminfo", "MemTotal").split(" ", -1)[0]) * 1024 / 1_000_000,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** The load averages of 1, 5 and 15 minutes. */
  public static String load() {
    return String.join(" ", Arrays.asList(text("/proc/loadavg").split(" ", -1)).subList(0, 3));
  }

  private static String value(String file, String name) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("0 (unknown)");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
