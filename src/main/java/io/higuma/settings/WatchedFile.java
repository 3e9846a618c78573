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
 * Tells when a configuration file has other contents. It looks a few times a second instead of
 * asking the kernel: a mounted ConfigMap changes by swapping a symbolic link two levels up, which a
 * watch on the file never hears of.
 *
 * <p>A file that is gone or cannot be read is as if it had not changed.
 */
public final class WatchedFile implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  private final Path path;
  private final Consumer<String> changed;
  private final SupervisedLoop looking;
  private String text;
  private Optional<Print> read;
  private Optional<Print> seen;

  /** What changes when a file does, at little cost. */
  private record Print(Path real, @Nullable Object key, FileTime modified, long size) {}

  private WatchedFile(Path path, String text, Consumer<String> changed, LoopSupervisor loops) {
    this.path = path;
    this.text = text;
    this.changed = changed;
    // Nothing is taken for granted about when text was read.
    this.read = Optional.empty();
    this.seen = Optional.empty();
    this.looking =
        loops.loop(
            "watch " + path,
            HEARTBEAT_LIMIT,
            _ -> {
              look();
              return NextRun.in(PERIOD);
            });
  }

  /**
   * Begins to watch.
   *
   * @param text what it is known to contain
   * @param changed is told the new text, on a thread of the watch; told again where it throws
   * @param loops what watching is a loop of
   */
  public static WatchedFile start(
      Path path, String text, Consumer<String> changed, LoopSupervisor loops) {
    WatchedFile watched = new WatchedFile(path, text, changed, loops);
    watched.looking.start();
    return watched;
  }

  @Override
  public void close() {
    looking.close();
  }

  /** Reads a file only when it has been the same for a while: it may be half written. */
  private void look() {
    Optional<Print> now = print();
    boolean settled = now.isPresent() && now.equals(seen);
    seen = now;
    if (!settled || now.equals(read)) {
      return;
    }
    try {
      String found = Files.readString(path, StandardCharsets.UTF_8);
      if (!found.equals(text)) {
        changed.accept(found);
        text = found;
      }
      read = now;
    } catch (IOException e) {
      // Not readable now; it is looked at again.
      read = Optional.empty();
    }
  }

  private Optional<Print> print() {
    try {
      Path real = path.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
      return Optional.of(
          new Print(real, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
