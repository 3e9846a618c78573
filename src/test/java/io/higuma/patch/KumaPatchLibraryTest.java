package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.kuma.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that operations have the same result as in Kuma's patch library. {@code
 * src/test/json-patch} recorded the cases from the library itself.
 */
class KumaPatchLibraryTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TestFactory
  @DisplayName(
      "reliability 10: operations do what Kuma's library makes of them, missing parents too")
  Stream<DynamicTest> agrees() throws IOException {
    var cases = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(Path.of("src/test/resources/json-patch/recorded.jsonl"))) {
      cases.add(JSON.readTree(line));
    }
    var base = cases.getFirst().get("container");
    return cases.stream()
        .map(
            recorded ->
                DynamicTest.dynamicTest(
                    recorded.get("name").textValue(), () -> agrees(base, recorded)));
  }

  private static void agrees(JsonNode base, JsonNode recorded) {
    var container = recorded.path("container").isMissingNode() ? base : recorded.get("container");
    var before = container.deepCopy();
    var ours = apply(container, operations(recorded.get("operations")));
    assertThat(ours)
        .as("%s; the library: %s", recorded.get("operations"), recorded.path("failed").asText())
        .isEqualTo(Optional.ofNullable(recorded.get("result")));
    assertThat(container).isEqualTo(before);
  }

  private static Optional<JsonNode> apply(JsonNode container, List<PatchOperation> operations) {
    var document = new PatchedDocument(container);
    for (var operation : operations) {
      if (!(ContainerOperation.read(operation) instanceof Parsed.Good<ContainerOperation>(var read))
          || document.apply(read).isPresent()) {
        return Optional.empty();
      }
    }
    return Optional.of(document.document());
  }

  private static List<PatchOperation> operations(JsonNode array) {
    var operations = new ArrayList<PatchOperation>();
    for (var node : array) {
      operations.add(
          new PatchOperation(
              node.get("op").textValue(),
              node.get("path").textValue(),
              Optional.ofNullable(node.get("from")).map(JsonNode::textValue),
              Optional.ofNullable(node.get("value")).map(JsonNode::textValue)));
    }
    return operations;
  }
}
