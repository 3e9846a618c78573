package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any ContainerPatch makes a valid container, or is rejected with its problems. */
class ContainerPatchFuzzTest {
  private static final JsonMapper JSON = new JsonMapper();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "[{\"op\":\"add\",\"path\":\"/securityContext/privileged\",\"value\":\"true\"}]",
            "[{\"op\":\"add\",\"path\":\"/resources/limits/memory\",\"value\":\"\\\"1G\\\"\"}]",
            "[{\"op\":\"replace\",\"path\":\"/args\",\"value\":\"[\\\"run\\\"]\"}]",
            "[{\"op\":\"remove\",\"path\":\"/livenessProbe\"}]",
            "[{\"op\":\"move\",\"from\":\"/args/0\",\"path\":\"/args/-\"}]",
            "[{\"op\":\"copy\",\"from\":\"/env/0\",\"path\":\"/env/-\"}]",
            "[{\"op\":\"test\",\"path\":\"/name\",\"value\":\"\\\"kuma-sidecar\\\"\"}]",
            "{\"a\":1}",
            "null")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyOperationsMakeAValidContainerOrAreRejected(byte[] operations) {
    JsonNode written;
    try {
      written = JSON.readTree(new String(operations, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return;
    }
    ObjectNode resource = JsonNodeFactory.instance.objectNode();
    resource.putObject("metadata").put("name", "patch-1");
    resource.putObject("spec").set("sidecarPatch", written);
    var patch = NamedPatch.of(resource);

    var result =
        ContainerPatches.apply(ContainerKind.SIDECAR, Rendered.nativeSidecar(), List.of(patch));

    switch (result) {
      case PatchResult.Patched(ObjectNode patched, var _) -> {
        assertThat(patched.get("name").textValue()).isEqualTo("kuma-sidecar");
        assertThat(SchemaCheck.of(patched.deepCopy())).isEmpty();
      }
      case PatchResult.Failed(var violations) ->
          assertThat(violations)
              .isNotEmpty()
              .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
    }
  }
}
