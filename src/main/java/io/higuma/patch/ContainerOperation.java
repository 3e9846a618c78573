package io.higuma.patch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.Optional;

/** A parsed, well-formed operation of a {@code ContainerPatch}. */
sealed interface ContainerOperation {

  /** The location that it changes. */
  PatchPointer path();

  record Add(PatchPointer path, JsonNode value) implements ContainerOperation {
    @Override
    public String toString() {
      return "add " + path;
    }
  }

  record Replace(PatchPointer path, JsonNode value) implements ContainerOperation {
    @Override
    public String toString() {
      return "replace " + path;
    }
  }

  record Remove(PatchPointer path) implements ContainerOperation {
    @Override
    public String toString() {
      return "remove " + path;
    }
  }

  record Move(PatchPointer from, PatchPointer path) implements ContainerOperation {
    @Override
    public String toString() {
      return "move " + from + " to " + path;
    }
  }

  record Copy(PatchPointer from, PatchPointer path) implements ContainerOperation {
    @Override
    public String toString() {
      return "copy " + from + " to " + path;
    }
  }

  /**
   * Parses an operation. A violation has the name of the invalid field as its path: {@code op},
   * {@code path}, {@code from} or {@code value}.
   */
  static Parsed<ContainerOperation> read(PatchOperation written) {
    return PatchPointer.parse("path", written.path())
        .flatMap(
            path ->
                switch (written.op()) {
                  case "add" -> Reading.value(written).map(value -> new Add(path, value));
                  case "replace" -> Reading.value(written).map(value -> new Replace(path, value));
                  case "remove" -> Parsed.good(new Remove(path));
                  case "move" -> Reading.from(written).flatMap(from -> Reading.move(from, path));
                  case "copy" -> Reading.from(written).map(from -> new Copy(from, path));
                  default ->
                      Parsed.bad(
                          "op",
                          "bad_operation",
                          QuotedValue.quote(written.op()),
                          "add, remove, replace, move or copy");
                });
  }

  /** Parses the fields of an operation. */
  final class Reading {
    private static final JsonMapper JSON =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(PatchedDocument.MAX_DEPTH)
                            .maxStringLength(PatchedDocument.MAX_SIZE)
                            .maxNumberLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Reading() {}

    private static Parsed<ContainerOperation> move(PatchPointer from, PatchPointer path) {
      return path.isWithin(from) && !path.equals(from)
          ? Parsed.bad(
              "path",
              "bad_pointer",
              path.toString(),
              "a location outside of the moved value, " + from)
          : Parsed.good(new Move(from, path));
    }

    private static Parsed<PatchPointer> from(PatchOperation written) {
      return written
          .from()
          .map(from -> PatchPointer.parse("from", from))
          .orElseGet(
              () -> missing("from", "missing_from", "from is missing; a JSON pointer is expected"));
    }

    private static <T> Parsed<T> missing(String path, String code, String message) {
      return new Parsed.Bad<>(new Violation(path, code, message));
    }

    private static Parsed<JsonNode> value(PatchOperation written) {
      Optional<String> text = written.value();
      if (text.isEmpty() || text.get().isBlank()) {
        return missing(
            "value",
            "missing_value",
            text.isEmpty()
                ? "value is missing; a string that holds JSON is expected"
                : "value is empty; a string that holds JSON is expected");
      }
      if (text.get().length() > PatchedDocument.MAX_SIZE) {
        return Parsed.bad(
            "value",
            "too_large",
            QuotedValue.quote(text.get()),
            "at most " + PatchedDocument.MAX_SIZE + " characters");
      }
      try {
        return Parsed.good(JSON.readTree(text.get()));
      } catch (StreamConstraintsException e) {
        return Parsed.bad(
            "value", "too_deep", QuotedValue.quote(text.get()), e.getOriginalMessage());
      } catch (JsonProcessingException _) {
        return Parsed.bad(
            "value",
            "bad_value",
            QuotedValue.quote(text.get()),
            "a string that holds JSON, such as \"true\", '\"100m\"' or '{\"cpu\": \"500m\"}'");
      }
    }
  }
}
