package io.higuma.xds.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What kuma-dp reads from the listener with names. */
final class DnsBodies {
  private static final JsonMapper JSON = new JsonMapper();

  private DnsBodies() {}

  static JsonNode of(ProxySnapshot snapshot) {
    try {
      return JSON.readTree(text(listener(snapshot)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode listener(ProxySnapshot snapshot) {
    return EnvoyJson.of(
        snapshot.of(ResourceType.LISTENER).find("_kuma:dynamicconfig").orElseThrow());
  }

  static String text(JsonNode listener) {
    return listener.findPath("inline_string").asText();
  }
}
