package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How Pods stand to injection, asked of the control plane's own API. */
final class InjectionStates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String LABEL = "kuma.io/sidecar-injection";
  private static final String PATCHES = "kuma.io/container-patches";

  private final HttpClient http = TrustedHttp.plain();
  private final URI inventory;

  /**
   * Asks nothing yet.
   *
   * @param url of the control plane's API
   */
  InjectionStates(String url) {
    this.inventory = URI.create(url + "/inventory");
  }

  /**
   * How one stands.
   *
   * @param state a word
   * @param reason a sentence
   */
  record Standing(String state, String reason) {

    /** What can be seen of the Pod itself. */
    static Standing of(JsonNode pod) {
      boolean injected =
          pod.at("/metadata/annotations/kuma.io~1sidecar-injected").asText().equals("true");
      return new Standing(injected ? "injected" : "", injected ? why(pod) : "");
    }

    private static String why(JsonNode pod) {
      var asked =
          pod.path("metadata").path("labels").has(LABEL)
              ? "by the Pod's label"
              : "by the Namespace's label";
      var patches = pod.path("metadata").path("annotations").path(PATCHES).asText("");
      return patches.isEmpty() ? asked : asked + "; patched by " + patches;
    }
  }

  /** How all of them stand, by {@link #key}; those that have ended are left out. */
  Map<String, Standing> ask(ClusterState cluster) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(inventory).timeout(LIMIT).build();
    var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    Map<String, Standing> standings = new HashMap<>();
    for (var one : answer.path("pods")) {
      var state = one.path("injection");
      var key = one.path("namespace").asText() + "/" + one.path("name").asText();
      var message = state.path("message").asText(state.path("reasons").path(0).asText(""));
      standings.put(key, new Standing(state.path("state").asText(), message));
    }
    for (var pod : cluster.pods()) {
      standings.computeIfPresent(
          key(pod), (_, asked) -> asked.reason().isEmpty() ? Standing.of(pod) : asked);
    }
    return standings;
  }

  static String key(JsonNode pod) {
    return ClusterState.namespace(pod) + "/" + ClusterState.name(pod);
  }
}
