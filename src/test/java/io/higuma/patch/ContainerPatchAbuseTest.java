package io.higuma.patch;

import static io.higuma.patch.Rendered.add;
import static io.higuma.patch.Rendered.copy;
import static io.higuma.patch.Rendered.failed;
import static io.higuma.patch.Rendered.patched;
import static io.higuma.patch.Rendered.patchedSidecar;
import static io.higuma.patch.Rendered.replace;
import static io.higuma.patch.Rendered.sidecarPatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits on time and memory for a ContainerPatch. */
@DisplayName("reliability 9: a ContainerPatch that asks for too much is refused")
class ContainerPatchAbuseTest {
  @Test
  void appliesAThousandOperations() {
    var operations = Collections.nCopies(1_000, add("/args/-", "\"" + "x".repeat(100) + "\""));
    var result = patchedSidecar(new NamedPatch("p", "", operations, List.of()));
    assertThat(patched(result).container().get("args")).hasSize(1_002);
  }

  @Test
  void refusesTooManyOperations() {
    var operations = Collections.nCopies(10_001, add("/stdin", "true"));
    assertThat(failed(patchedSidecar(new NamedPatch("p", "", operations, List.of()))))
        .extracting(Violation::code)
        .containsExactly("too_many");
  }

  @Test
  void refusesToGrowByDoubling() {
    var operations = new ArrayList<PatchOperation>();
    operations.add(add("/args", "[[\"" + "x".repeat(100) + "\"]]"));
    for (int doubling = 0; doubling < 100; doubling++) {
      operations.add(copy("/args", "/command"));
      operations.add(copy("/command", "/args/-"));
    }
    assertThat(failed(patchedSidecar(new NamedPatch("p", "", operations, List.of()))))
        .extracting(Violation::code)
        .containsAnyOf("too_large", "too_deep")
        .hasSize(1);
  }

  @Test
  void refusesTooManyOperationsOnALargeContainer() {
    var operations = new ArrayList<PatchOperation>();
    operations.add(add("/workingDir", "\"" + "x".repeat(900_000) + "\""));
    operations.addAll(Collections.nCopies(9_000, add("/stdin", "true")));
    assertThat(failed(patchedSidecar(new NamedPatch("p", "", operations, List.of()))))
        .extracting(Violation::code)
        .containsExactly("too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ports/1000000", "/ports/1000000000000/x", "/env/9999999/name"})
  void refusesHugeLists(String path) {
    assertThat(failed(patchedSidecar(sidecarPatch(add(path, "1")))))
        .extracting(Violation::code)
        .containsExactly("too_large");
  }

  @Test
  void refusesDeepJson() {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(failed(patchedSidecar(sidecarPatch(add("/args", deep)))))
        .extracting(Violation::code)
        .containsExactly("too_deep");
    assertThat(failed(patchedSidecar(sidecarPatch(add("/a".repeat(70), "1")))))
        .extracting(Violation::code)
        .containsExactly("too_deep");
    var nesting = new ArrayList<PatchOperation>();
    nesting.add(add("/args", "[]"));
    for (int level = 0; level < 70; level++) {
      nesting.add(copy("/args", "/args/-"));
    }
    assertThat(failed(patchedSidecar(new NamedPatch("p", "", nesting, List.of()))))
        .extracting(Violation::code)
        .containsAnyOf("too_deep", "too_large");
  }

  @Test
  void countsViolationsBeyondTwenty() {
    var fields = new StringBuilder("{\"name\": \"kuma-sidecar\", \"image\": \"i\"");
    for (int field = 0; field < 100; field++) {
      fields.append(", \"field").append(field).append("\": 1");
    }
    assertThat(failed(patchedSidecar(sidecarPatch(replace("", fields + "}")))))
        .hasSize(21)
        .last()
        .isEqualTo(new Violation("p", "too_many", "and 80 more violations"));
  }
}
