package io.higuma.testing;

import io.higuma.sandbox.kube.KubeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A full disk for the output of a process: each write fails with "no space left on device". */
public final class FullDisk implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/full");

  private final KubeProcess process;

  private FullDisk(KubeProcess process) {
    this.process = process;
  }

  /** Kills the process, and starts it again with its log on a full disk. */
  public static FullDisk of(KubeProcess process) {
    process.kill();
    try {
      Files.deleteIfExists(process.log());
      Files.createSymbolicLink(process.log(), DEVICE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.start();
    return new FullDisk(process);
  }

  /** Stops the process, and removes its log, which nobody may read: it has no end. */
  @Override
  public void close() {
    process.stop();
    try {
      Files.deleteIfExists(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
