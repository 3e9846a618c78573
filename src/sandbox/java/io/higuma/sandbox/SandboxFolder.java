package io.higuma.sandbox;

import io.higuma.sandbox.kube.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A temporary folder in the user's cache folder; deleted with the sandbox. */
record SandboxFolder(Path path) implements AutoCloseable {

  static SandboxFolder create(Map<String, String> environment) throws IOException {
    var set = environment.getOrDefault("XDG_CACHE_HOME", "");
    var cache = set.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
    var parent = Files.createDirectories(cache.resolve("higuma"));
    return new SandboxFolder(Files.createTempDirectory(parent, "try-"));
  }

  @Override
  public void close() {
    if (Files.exists(path)) {
      Folders.delete(path);
    }
  }
}
