package io.higuma.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.sandbox.kube.KubeBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The OpenAPI document of the Kubernetes version that {@code src/test/kube/go.mod} pins. {@code
 * scripts/kube} copies it beside the binaries; {@code -Dhiguma.swagger=FILE} names another.
 */
public final class KubernetesDocument {
  private KubernetesDocument() {}

  /** Its definitions by name; skips the calling test, or fails it in CI, without the document. */
  public static JsonNode definitions(Class<?> test) throws IOException {
    var file =
        Optional.ofNullable(System.getProperty("higuma.swagger"))
            .map(Path::of)
            .orElseGet(() -> KubeBinaries.cache(System.getenv()).resolve("swagger.json"));
    if (!Files.exists(file)) {
      KubeSource.skip(test.getSimpleName(), "no OpenAPI document of Kubernetes");
    }
    return JsonMapper.builder().build().readTree(file.toFile()).get("definitions");
  }
}
