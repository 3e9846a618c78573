package io.higuma.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.settings.OverrideChange;

/** Parses the body of a PATCH request. */
final class PatchBody {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PatchBody() {}

  /** Parses {@code body} of the type {@code mediaType} to a change of {@code path}. */
  static OverrideChange read(String path, String mediaType, String body) {
    var json = json(body);
    return mediaType.startsWith(ConfigResource.JSON_PATCH)
        ? new OverrideChange.JsonPatch(path, json)
        : new OverrideChange.MergePatch(path, json);
  }

  /** Parses a JSON request body. */
  static JsonNode json(String body) {
    try {
      var json = JSON.readTree(body);
      if (json == null || json.isMissingNode()) {
        throw new ProblemException(Problem.Kind.BAD_REQUEST, "the body is empty");
      }
      return json;
    } catch (JsonProcessingException e) {
      var where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "the body is not JSON" + where + ": " + e.getOriginalMessage());
    }
  }
}
