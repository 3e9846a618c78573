package io.higuma.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that can be started as {@code higuma run}.
 *
 * @param label its name in results
 * @param file an executable, or a {@code .jar}, which may have a {@code lib} beside it
 * @param jvm options that a jar is started with, and its cache of classes made with
 * @param before whether it is there to be compared with, so that no target is its own
 */
record Candidate(String label, Path file, List<String> jvm, boolean before) {
  /** As in the JVM's image. */
  private static final List<String> ALWAYS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** What a jar is started with where it is not compared with other choices. */
  private static final List<String> USUAL =
      List.of("-XX:+UseSerialGC", "-XX:CompileThresholdScaling=2");

  static Candidate of(String label, Path file) {
    return new Candidate(label, file.toAbsolutePath(), USUAL, false);
  }

  Candidate asBefore() {
    return new Candidate(label, file, jvm, true);
  }

  boolean isJar() {
    return file.toString().endsWith(".jar");
  }

  /** How it is started; a jar does not start without the cache that {@link #training} made. */
  List<String> command() {
    return isJar()
        ? onJvm("-XX:AOTMode=on", "-XX:AOTCache=" + cache())
        : List.of(file.toString(), "run");
  }

  /** The same, which writes the cache of classes when it is told to end. */
  List<String> training() {
    return onJvm("-XX:AOTCacheOutput=" + cache());
  }

  /** The cache of classes that have been loaded and linked. */
  Path cache() {
    return Path.of("target", "bench", label + ".aot").toAbsolutePath();
  }

  /** The command as a reader may repeat it, without this machine's folders. */
  String words() {
    List<String> options = Stream.concat(jvm.stream(), ALWAYS.stream()).toList();
    return isJar()
        ? "java " + String.join(" ", options) + " -XX:AOTCache=… -jar " + file.getFileName()
        : file.getFileName().toString();
  }

  /** Bytes of what has to be installed; of a jar with all libraries, without Java. */
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(ALWAYS);
    command.addAll(List.of(cache));
    command.addAll(List.of("-jar", file.toString(), "run"));
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
