package io.higuma.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build that can be started as {@code higuma run}.
 *
 * @param label its name in results
 * @param file an executable, or a {@code .jar}, optionally with a {@code lib} folder
 * @param jvm JVM options of a jar and of the creation of its AOT cache
 * @param before whether it is only for comparison, without targets
 */
record Candidate(String label, Path file, List<String> jvm, boolean before) {
  /** Options of the JVM image. */
  private static final List<String> ALWAYS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** Default JVM options of a jar. */
  private static final List<String> DEFAULT =
      List.of("-XX:+UseSerialGC", "-XX:CompileThresholdScaling=2");

  static Candidate of(String label, Path file) {
    return new Candidate(label, file.toAbsolutePath(), DEFAULT, false);
  }

  Candidate asBefore() {
    return new Candidate(label, file, jvm, true);
  }

  boolean isJar() {
    return file.toString().endsWith(".jar");
  }

  /** The command line; a jar requires the AOT cache of {@link #training}. */
  List<String> command() {
    return isJar()
        ? onJvm("-XX:AOTMode=on", "-XX:AOTCache=" + cache())
        : List.of(file.toString(), "run");
  }

  /** The command line that writes the AOT cache on exit. */
  List<String> training() {
    return onJvm("-XX:AOTCacheOutput=" + cache());
  }

  /** The AOT cache of loaded and linked classes. */
  Path cache() {
    return Path.of("target", "bench", label + ".aot").toAbsolutePath();
  }

  /** The command line for reports, without this machine's folders. */
  String words() {
    List<String> options = Stream.concat(jvm.stream(), ALWAYS.stream()).toList();
    return isJar()
        ? "java " + String.join(" ", options) + " -XX:AOTCache=… -jar " + file.getFileName()
        : file.getFileName().toString();
  }

  /** Installed size in bytes; of a jar with all libraries, without Java. */
  long bytes() {
    Path lib = file.resolveSibling("lib");
    if (!isJar() || !Files.isDirectory(lib)) {
      return size(file);
    }
    try (Stream<Path> files = Files.walk(lib)) {
      return size(file) + files.filter(Files::isRegularFile).mapToLong(Candidate::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> onJvm(String... cache) {
    List<String> arguments = new ArrayList<>(List.of(cache));
    arguments.addAll(List.of("-jar", file.toString(), "run"));
    return java(jvm, arguments);
  }

  /** A command line of this JVM with the default options of a jar. */
  static List<String> java(String... arguments) {
    return java(DEFAULT, List.of(arguments));
  }

  private static List<String> java(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(ALWAYS);
    command.addAll(arguments);
    return command;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
