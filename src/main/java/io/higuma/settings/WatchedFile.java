package io.higuma.settings;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls back when the content of a file changes. Polls every 200 ms instead of using inotify: a
 * mounted ConfigMap changes by swapping a symbolic link two levels up, which a watch on the file
 * does not report.
 *
 * <p>A file that is missing or cannot be read counts as unchanged.
 */
public final class WatchedFile implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  private final Path path;
  private final Reader reader;
  private final Consumer<String> changed;
  private final SupervisedLoop loop;
  private String text;
  private Optional<Fingerprint> read;
  private Optional<Fingerprint> seen;

  /** Reads the content of the file that is compared and passed on. */
  public interface Reader {
    /** The content; an exception counts as unchanged content. */
    String read(Path file) throws IOException;
  }

  /** Metadata that changes when the file changes; cheap to read. */
  private record Fingerprint(Path real, @Nullable Object key, FileTime modified, long size) {}

  private WatchedFile(
      Path path, String text, Reader reader, Consumer<String> changed, LoopSupervisor loops) {
    this.path = path;
    this.reader = reader;
    this.text = text;
    this.changed = changed;
    // The file may have changed since text was read.
    this.read = Optional.empty();
    this.seen = Optional.empty();
    this.loop =
        loops.loop(
            "watch " + path,
            HEARTBEAT_LIMIT,
            _ -> {
              poll();
              return NextRun.in(PERIOD);
            });
  }

  /** Starts watching a text in UTF-8, of any size. */
  public static WatchedFile start(
      Path path, String text, Consumer<String> changed, LoopSupervisor loops) {
    return start(
        path, text, file -> Files.readString(file, StandardCharsets.UTF_8), changed, loops);
  }

  /**
   * Starts watching.
   *
   * @param text the known content
   * @param reader reads the content
   * @param changed receives the new content on the loop's thread; called again if it throws
   * @param loops runs the polling loop
   */
  public static WatchedFile start(
      Path path, String text, Reader reader, Consumer<String> changed, LoopSupervisor loops) {
    WatchedFile watched = new WatchedFile(path, text, reader, changed, loops);
    watched.loop.start();
    return watched;
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Reads a file only after it was unchanged for one period: it may be half written. */
  private void poll() {
    Optional<Fingerprint> now = fingerprint();
    boolean stable = now.isPresent() && now.equals(seen);
    seen = now;
    if (!stable || now.equals(read)) {
      return;
    }
    try {
      String found = reader.read(path);
      if (!found.equals(text)) {
        changed.accept(found);
        text = found;
      }
      read = now;
    } catch (IOException e) {
      // Not readable now; retried in the next period.
      read = Optional.empty();
    }
  }

  private Optional<Fingerprint> fingerprint() {
    try {
      Path real = path.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
      return Optional.of(
          new Fingerprint(
              real, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
