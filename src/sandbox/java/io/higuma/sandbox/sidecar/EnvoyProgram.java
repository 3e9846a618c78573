package io.higuma.sandbox.sidecar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds Envoy as the tests do, by the script {@code scripts/envoy}, which looks into the variable
 * {@code ENVOY}, the PATH and the user's cache folder.
 */
public final class EnvoyProgram {
  private static final int LIMIT_SECONDS = 20;

  private EnvoyProgram() {}

  /**
   * The path of Envoy; empty if there is none. Downloads nothing.
   *
   * @param home the source checkout
   */
  public static Optional<Path> find(Path home) throws IOException, InterruptedException {
    var script = home.resolve("scripts").resolve("envoy").toAbsolutePath().toString();
    var search =
        new ProcessBuilder(script, "--no-fetch")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var found = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    boolean ended = search.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    return Optional.of(found)
        .filter(path -> ended && search.exitValue() == 0 && !path.isEmpty())
        .map(path -> Path.of(path).toAbsolutePath())
        .filter(Files::isExecutable);
  }
}
