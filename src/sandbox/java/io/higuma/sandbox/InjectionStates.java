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

/** Reads the injection states of Pods from the control plane's inventory API. */
final class InjectionStates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String LABEL = "kuma.io/sidecar-injection";
  private static final String PATCHES = "kuma.io/container-patches";

  private final HttpClient http = TrustedHttp.plain();
  private final URI inventory;

  /**
   * Creates a client without a request.
   *
   * @param url of the control plane's API
   */
  InjectionStates(String url) {
    this.inventory = URI.create(url + "/inventory");
  }

  /**
   * The injection state of a Pod.
   *
   * @param state such as {@code injected}
   * @param reason a sentence
   */
  record InjectionState(String state, String reason) {

    /** The state according to the Pod's metadata. */
    static InjectionState of(JsonNode pod) {
      boolean injected =
          pod.at("/metadata/annotations/kuma.io~1sidecar-injected").asText().equals("true");
      return new InjectionState(injected ? "injected" : "", injected ? reason(pod) : "");
    }

    private static String reason(JsonNode pod) {
      var cause =
          pod.path("metadata").path("labels").has(LABEL)
              ? "by the Pod's label"
              : "by the Namespace's label";
      var patches = pod.path("metadata").path("annotations").path(PATCHES).asText("");
      return patches.isEmpty() ? cause : cause + "; patched by " + patches;
    }
  }

  /** The states of all running Pods, by {@link #key}. */
  Map<String, InjectionState> read(ClusterState cluster) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(inventory).timeout(TIMEOUT).build();
    var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    Map<String, InjectionState> states = new HashMap<>();
    for (var one : answer.path("pods")) {
      var state = one.path("injection");
      var key = one.path("namespace").asText() + "/" + one.path("name").asText();
      var message = state.path("message").asText(state.path("reasons").path(0).asText(""));
      states.put(key, new InjectionState(state.path("state").asText(), message));
    }
    for (var pod : cluster.pods()) {
      states.computeIfPresent(
          key(pod), (_, state) -> state.reason().isEmpty() ? InjectionState.of(pod) : state);
    }
    return states;
  }

  static String key(JsonNode pod) {
    return ClusterState.namespace(pod) + "/" + ClusterState.name(pod);
  }
}
