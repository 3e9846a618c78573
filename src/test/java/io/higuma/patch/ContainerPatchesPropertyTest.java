package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

class ContainerPatchesPropertyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Property(tries = 3_000)
  void anyPatchYieldsAValidContainerOrClearViolations(
      @ForAll ContainerKind kind, @ForAll("patches") List<NamedPatch> patches)
      throws JsonProcessingException {
    var container = rendered(kind);
    var result = ContainerPatches.apply(kind, container, patches);
    assertThat(container).isEqualTo(rendered(kind));
    Statistics.collect(result.getClass().getSimpleName());
    Statistics.coverage(
        coverage -> {
          coverage.check("Patched").percentage(share -> share > 10);
          coverage.check("Failed").percentage(share -> share > 10);
        });
    switch (result) {
      case PatchResult.Patched(ObjectNode patched, List<String> warnings) -> {
        assertThat(patched.get("name").textValue()).isEqualTo(kind.containerName());
        assertThat(SchemaCheck.of(patched.deepCopy())).isEmpty();
        var text = JSON.writeValueAsBytes(patched).length;
        assertThat(text).isLessThan(2 * PatchedDocument.MAX_SIZE);
        assertThat(JSON.convertValue(patched, Container.class).getAdditionalProperties()).isEmpty();
        assertThat(warnings).allSatisfy(warning -> assertThat(warning).contains(" container "));
      }
      case PatchResult.Failed(var violations) ->
          assertThat(violations)
              .isNotEmpty()
              .allSatisfy(
                  violation -> {
                    assertThat(violation.path()).startsWith("patch-");
                    assertThat(violation.code()).matches("[a-z_]+");
                    assertThat(violation.message()).isNotBlank().hasSizeLessThan(1_000);
                    assertThat(JSON.writeValueAsBytes(violation.message())).isNotEmpty();
                  });
    }
  }

  @Property(tries = 2_000)
  void anyTextIsAPatchOrClearViolations(
      @ForAll String op, @ForAll String path, @ForAll String from, @ForAll String value) {
    var operation = new PatchOperation(op, path, Optional.of(from), Optional.of(value));
    var known = new PatchOperation("add", "/" + path, Optional.empty(), Optional.of(value));
    for (var written : List.of(operation, known)) {
      var patch = new NamedPatch("patch-1", "", List.of(written), List.of());
      assertThat(ContainerPatches.apply(ContainerKind.SIDECAR, Rendered.sidecar(), List.of(patch)))
          .isNotNull();
    }
  }

  private static ObjectNode rendered(ContainerKind kind) {
    return switch (kind) {
      case SIDECAR -> Rendered.nativeSidecar();
      case INIT -> Rendered.init();
      case VALIDATION -> Rendered.validation();
    };
  }

  @Provide
  Arbitrary<List<NamedPatch>> patches() {
    var operations = operations().list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.integers().between(1, 3), operations, operations)
        .as((number, sidecar, init) -> new NamedPatch("patch-" + number, "", sidecar, init))
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<PatchOperation> operations() {
    var ops =
        Arbitraries.frequency(
            Tuple.of(8, "add"),
            Tuple.of(3, "replace"),
            Tuple.of(2, "remove"),
            Tuple.of(2, "move"),
            Tuple.of(2, "copy"),
            Tuple.of(1, "test"));
    return Combinators.combine(ops, pointers(), pointers().optional(), values().optional())
        .as(PatchOperation::new);
  }

  private static Arbitrary<String> pointers() {
    var known =
        Arbitraries.of(
            "/args",
            "/args/-",
            "/args/0",
            "/command",
            "/env",
            "/env/-",
            "/env/-1",
            "/env/0/name",
            "/env/1/value",
            "/image",
            "/lifecycle/preStop/exec/command/-",
            "/livenessProbe",
            "/livenessProbe/httpGet/port",
            "/name",
            "/ports/0/containerPort",
            "/ports/2",
            "/resources",
            "/resources/limits/cpu",
            "/resources/requests/memory",
            "/restartPolicy",
            "/securityContext",
            "/securityContext/privileged",
            "/securityContext/allowPrivilegeEscalation",
            "/securityContext/capabilities/add/-",
            "/stdin",
            "/volumeMounts/-",
            "");
    var segments =
        Arbitraries.of(
            "args",
            "env",
            "resources",
            "limits",
            "securityContext",
            "0",
            "-",
            "-1",
            "7",
            "",
            "~1",
            "~0",
            "~",
            "name");
    var made = segments.list().ofMaxSize(5).map(list -> "/" + String.join("/", list));
    return Arbitraries.frequencyOf(Tuple.of(6, known), Tuple.of(1, made));
  }

  private static Arbitrary<String> values() {
    return Arbitraries.of(
        "true",
        "false",
        "null",
        "0",
        "1",
        "-1",
        "65536",
        "9223372036854775807",
        "1e400",
        "0.5",
        "\"\"",
        "\"x\"",
        "\"100m\"",
        "\"2Gi\"",
        "\"Always\"",
        "\"kuma-sidecar\"",
        "\"kuma-init\"",
        "\"\\ud800\"",
        "[]",
        "[null]",
        "[\"a\"]",
        "{}",
        "{\"cpu\": 1}",
        "{\"name\": \"N\"}",
        "{\"name\": \"N\", \"value\": \"v\"}",
        "{\"name\": \"v\", \"mountPath\": \"/v\"}",
        "{\"containerPort\": 80}",
        "{\"exec\": {\"command\": [\"x\"]}}",
        "{\"bad",
        "x",
        "");
  }
}
