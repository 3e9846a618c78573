package io.higuma.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The OpenAPI document of the Kubernetes version that {@code src/test/kube/go.mod} pins. {@code
 * scripts/kube} copies it beside the binaries; {@code -Dhiguma.swagger=FILE} names another. Without
 * it a test is skipped, and with {@code CI=true} it fails.
 */
public final class KubernetesDocument {
  private KubernetesDocument() {}

  /** Its definitions by name. */
  public static JsonNode definitions() throws IOException {
    var file = file();
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      assertThat(file).as("the OpenAPI document of Kubernetes").exists();
    }
    assumeThat(file).as("the OpenAPI document of Kubernetes").exists();
    return JsonMapper.builder().build().readTree(file.toFile()).get("definitions");
  }

  private static Path file() throws IOException {
    var given = System.getProperty("higuma.swagger");
    if (given != null) {
      return Path.of(given);
    }
    var cache = System.getenv("XDG_CACHE_HOME");
    var folder =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return folder.resolve(Path.of("higuma", "kube", version(), "swagger.json"));
  }

  private static String version() throws IOException {
    return Files.readAllLines(Path.of("src/test/kube/go.mod")).stream()
        .map(String::strip)
        .map(line -> line.startsWith("require ") ? line.substring(8) : line)
        .filter(line -> line.startsWith("k8s.io/kubernetes "))
        .map(line -> line.split(" ", -1)[1])
        .findFirst()
        .orElseThrow();
  }
}
