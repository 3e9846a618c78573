package io.higuma.cluster.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.testing.LoopbackClient;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what is reported if a fake API server refuses to list some kinds. */
class PreflightMeshesTest {
  private static final String GROUP =
      """
      {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "kuma.io/v1alpha1",
       "resources": [{"name": "meshes", "kind": "Mesh"},
                     {"name": "meshtimeouts", "kind": "MeshTimeout"}]}
      """;
  private static final String MESHES = "{\"items\": [{\"metadata\": {\"name\": \"default\"}}]}";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final HttpServer server =
      Settled.of(20, vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));

  @AfterEach
  void close() {
    Settled.of(20, vertx.close());
  }

  @Test
  void aMeshWithoutPoliciesCanBeServed() throws IOException, InterruptedException {
    assertThat(results())
        .containsExactly(CheckResult.ok("meshes", "the proxies of mesh default can be served"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500})
  void nothingIsSaidOfMeshesWhosePoliciesCannotBeRead(int status)
      throws IOException, InterruptedException {
    refused.put("meshtimeouts", status);

    assertThat(results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.level()).isEqualTo(CheckResult.Level.WARNING);
              assertThat(result.message())
                  .isEqualTo("meshtimeouts cannot be read: " + status + " not now");
            });
  }

  @Test
  void aKindThatTheClusterDoesNotKnowHasNoPolicies() throws IOException, InterruptedException {
    refused.put("meshtimeouts", 404);

    assertThat(results())
        .containsExactly(CheckResult.ok("meshes", "the proxies of mesh default can be served"));
  }

  private List<CheckResult> results() throws IOException, InterruptedException {
    try (var client = client()) {
      return new PreflightMeshes(new ApiCalls(client), false).run();
    }
  }

  private void answer(HttpServerRequest request) {
    String last = request.path().substring(request.path().lastIndexOf('/') + 1);
    int status = refused.getOrDefault(last, 200);
    var _ =
        request
            .response()
            .putHeader("Content-Type", "application/json")
            .setStatusCode(status)
            .end(status == 200 ? found(last) : "{\"message\": \"not now\"}");
  }

  private static String found(String last) {
    return switch (last) {
      case "v1alpha1" -> GROUP;
      case "meshes" -> MESHES;
      default -> "{\"items\": []}";
    };
  }

  private KubernetesClient client() {
    return LoopbackClient.of(server.actualPort());
  }
}
