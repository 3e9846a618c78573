package io.higuma.settings;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.loop.LoopSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Test
  void reportsANewText() throws Exception {
    var file = Files.writeString(folder.resolve("kuma.yaml"), "one");

    try (var _ = WatchedFile.start(file, "one", received::add, LoopSupervisor.uncounted())) {
      Files.writeString(file, "two");

      assertThat(received.poll(20, SECONDS)).isEqualTo("two");
    }
  }

  @Test
  void reportsASwappedConfigMap() throws Exception {
    mount("..2024_01", "one");
    swapTo("..2024_01");
    var file = Files.createSymbolicLink(folder.resolve("kuma.yaml"), Path.of("..data/kuma.yaml"));

    try (var _ = WatchedFile.start(file, "one", received::add, LoopSupervisor.uncounted())) {
      mount("..2024_02", "two");
      swapTo("..2024_02");

      assertThat(received.poll(20, SECONDS)).isEqualTo("two");
    }
  }

  @Test
  void ignoresATemporarilyMissingFile() throws Exception {
    var file = Files.writeString(folder.resolve("kuma.yaml"), "one");

    try (var _ = WatchedFile.start(file, "one", received::add, LoopSupervisor.uncounted())) {
      Files.delete(file);
      Files.writeString(file, "two");

      assertThat(received.poll(20, SECONDS)).isEqualTo("two");
      assertThat(received).isEmpty();
    }
  }

  @Test
  void retriesAfterAListenerFailure() throws Exception {
    var file = Files.writeString(folder.resolve("kuma.yaml"), "one");
    var failures = new AtomicInteger();

    try (var _ =
        WatchedFile.start(
            file,
            "one",
            text -> {
              if (failures.incrementAndGet() < 3) {
                throw new IllegalStateException("broken");
              }
              received.add(text);
            },
            LoopSupervisor.uncounted())) {
      Files.writeString(file, "two");
      assertThat(received.poll(20, SECONDS)).isEqualTo("two");

      Files.writeString(file, "three");
      assertThat(received.poll(20, SECONDS)).isEqualTo("three");
    }
  }

  /** As the kubelet does. */
  private void mount(String version, String text) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("kuma.yaml"), text);
  }

  private void swapTo(String version) throws IOException {
    var next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(version));
    Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
