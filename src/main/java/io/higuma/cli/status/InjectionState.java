package io.higuma.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The injection state of a Pod.
 *
 * @param state such as {@code injected}; empty if it is not known
 * @param reason a sentence; may be empty
 */
public record InjectionState(String state, String reason) {
  private static final String LABEL = "kuma.io/sidecar-injection";
  private static final String PATCHES = "kuma.io/container-patches";

  /** The state according to the Pod's metadata. */
  public static InjectionState of(JsonNode pod) {
    boolean injected =
        pod.at("/metadata/annotations/kuma.io~1sidecar-injected").asText().equals("true");
    return new InjectionState(injected ? "injected" : "", injected ? reasonOf(pod) : "");
  }

  private static String reasonOf(JsonNode pod) {
    var cause =
        pod.path("metadata").path("labels").has(LABEL)
            ? "by the Pod's label"
            : "by the Namespace's label";
    var patches = pod.path("metadata").path("annotations").path(PATCHES).asText("");
    return patches.isEmpty() ? cause : cause + "; patched by " + patches;
  }

  /**
   * The states of Pods by {@link #key}.
   *
   * @param inventory the response of {@code GET /inventory}
   * @param pods whose metadata give the reason where the inventory has none
   */
  public static Map<String, InjectionState> byPod(JsonNode inventory, Collection<JsonNode> pods) {
    Map<String, InjectionState> states = new HashMap<>();
    for (var one : inventory.path("pods")) {
      var state = one.path("injection");
      var key = one.path("namespace").asText() + "/" + one.path("name").asText();
      var message = state.path("message").asText(state.path("reasons").path(0).asText(""));
      states.put(key, new InjectionState(state.path("state").asText(), message));
    }
    for (var pod : pods) {
      states.computeIfPresent(
          key(pod), (_, state) -> state.reason().isEmpty() ? explained(state, pod) : state);
    }
    return states;
  }

  private static InjectionState explained(InjectionState state, JsonNode pod) {
    return state.state().equals("injected") ? of(pod) : state;
  }

  /** The key of a Pod: {@code namespace/name}. */
  public static String key(JsonNode pod) {
    return pod.at("/metadata/namespace").asText() + "/" + pod.at("/metadata/name").asText();
  }
}
