package io.higuma.sandbox.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CALLERS = 4;
  private static final int OBJECTS = 150;

  @Test
  void callersDoNotDisturbEachOther() throws Exception {
    try (var server = MemoryServer.start();
        var client = HttpClient.newHttpClient();
        var threads = Executors.newFixedThreadPool(CALLERS)) {
      var path = "/api/v1/namespaces/demo/configmaps";
      List<Callable<Void>> callers =
          IntStream.range(0, CALLERS).mapToObj(i -> caller(client, server, path, i)).toList();

      for (var done : threads.invokeAll(callers)) {
        done.get();
      }

      var all = HttpRequest.newBuilder(server.url().resolve(path)).build();
      assertThat(client.send(all, BodyHandlers.ofString()).body().split("\"key\":\"new\"", -1))
          .hasSize(CALLERS * OBJECTS + 1);
    }
  }

  @Test
  void tokenIsOfItsServiceAccountAndPod() throws Exception {
    try (var server = MemoryServer.start();
        var client = HttpClient.newHttpClient()) {
      var accounts = "/api/v1/namespaces/demo/serviceaccounts";
      var account =
          """
          {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}}
          """;
      assertThat(call(client, server, "POST", accounts, account)).isEqualTo(201);
      var request =
          "{\"spec\": {\"boundObjectRef\": {\"kind\": \"Pod\", \"name\": \"w\", \"uid\": \"7\"}}}";
      var issued = send(client, server, "POST", accounts + "/web/token", request);
      var token = JSON.readTree(issued.body()).at("/status/token").asText();

      var status = reviewed(client, server, token);

      assertThat(issued.statusCode()).isEqualTo(201);
      assertThat(status.path("authenticated").asBoolean()).isTrue();
      assertThat(status.at("/user/username").asText()).isEqualTo("system:serviceaccount:demo:web");
      assertThat(status.at("/user/extra").toString())
          .isEqualTo(
              "{\"authentication.kubernetes.io/pod-name\":[\"w\"],"
                  + "\"authentication.kubernetes.io/pod-uid\":[\"7\"]}");
    }
  }

  @Test
  void unknownTokenAndTokenOfUnknownServiceAccountAreRefused() throws Exception {
    try (var server = MemoryServer.start();
        var client = HttpClient.newHttpClient()) {
      var token = "/api/v1/namespaces/demo/serviceaccounts/none/token";

      assertThat(call(client, server, "POST", token, "{}")).isEqualTo(404);
      assertThat(reviewed(client, server, "none").path("authenticated").asBoolean(true)).isFalse();
      assertThat(reviewed(client, server, "admin").at("/user/username").asText())
          .isEqualTo("admin");
    }
  }

  /** The status of a TokenReview. */
  private static JsonNode reviewed(HttpClient client, MemoryServer server, String token)
      throws Exception {
    var path = "/apis/authentication.k8s.io/v1/tokenreviews";
    var review = "{\"spec\": {\"token\": \"" + token + "\"}}";
    return JSON.readTree(send(client, server, "POST", path, review).body()).path("status");
  }

  /** Creates its own objects and changes each. */
  private static Callable<Void> caller(
      HttpClient client, MemoryServer server, String path, int caller) {
    return () -> {
      for (int i = 0; i < OBJECTS; i++) {
        var name = "c" + caller + "-" + i;
        var object =
            """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"},
             "data": {"key": "old"}}
            """
                .formatted(name);
        assertThat(call(client, server, "POST", path, object)).isEqualTo(201);
        var patch = "{\"data\": {\"key\": \"new\"}}";
        assertThat(call(client, server, "PATCH", path + "/" + name, patch)).isEqualTo(200);
      }
      return null;
    };
  }

  private static int call(
      HttpClient client, MemoryServer server, String method, String path, String body)
      throws Exception {
    return send(client, server, method, path, body).statusCode();
  }

  private static HttpResponse<String> send(
      HttpClient client, MemoryServer server, String method, String path, String body)
      throws Exception {
    var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    var request =
        HttpRequest.newBuilder(server.url().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
