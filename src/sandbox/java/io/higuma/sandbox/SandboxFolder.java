package io.higuma.sandbox;

import io.higuma.sandbox.kube.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder in the user's cache folder that is gone when the sandbox is. */
record SandboxFolder(Path path) implements AutoCloseable {

  static SandboxFolder create(Map<String, String> environment) throws IOException {
    var set = environment.getOrDefault("XDG_CACHE_HOME", "");
    var cache = set.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
    var ours = Files.createDirectories(cache.resolve("higuma"));
    return new SandboxFolder(Files.createTempDirectory(ours, "try-"));
  }

  @Override
  public void close() {
    if (Files.exists(path)) {
      Folders.delete(path);
    }
  }
}
