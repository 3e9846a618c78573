package io.higuma.patch;

import static io.higuma.patch.Rendered.add;
import static io.higuma.patch.Rendered.copy;
import static io.higuma.patch.Rendered.move;
import static io.higuma.patch.Rendered.patch;
import static io.higuma.patch.Rendered.remove;
import static io.higuma.patch.Rendered.replace;
import static io.higuma.patch.Rendered.sidecarPatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerPatchesTest {
  /** The first example of the documentation page. */
  private static final String PAGE =
      """
      metadata: {name: container-patch-1, namespace: kuma-system}
      spec:
        sidecarPatch:
        - {op: add, path: /securityContext/privileged, value: "true"}
        - {op: add, path: /resources/requests/cpu, value: '"100m"'}
        - op: add
          path: /resources/limits
          value: '{
            "cpu": "500m",
            "memory": "256Mi"
          }'
        initPatch:
        - op: add
          path: /securityContext/seccompProfile
          value: '{
            "type": "RuntimeDefault"
          }'
      """;

  @Test
  void appliesTheExampleOfThePageToTheSidecar() {
    var before = Rendered.sidecar();
    var patched =
        patched(ContainerPatches.apply(ContainerKind.SIDECAR, before, List.of(patch(PAGE))));
    assertThat(patched.container().get("securityContext"))
        .isEqualTo(
            Rendered.container(
                """
                capabilities: {drop: [ALL]}
                readOnlyRootFilesystem: true
                runAsGroup: 5678
                runAsUser: 5678
                privileged: true
                """));
    assertThat(patched.container().get("resources"))
        .isEqualTo(
            Rendered.container(
                """
                limits: {cpu: 500m, memory: 256Mi}
                requests: {cpu: 100m, memory: 64Mi}
                """));
    assertThat(patched.warnings())
        .singleElement()
        .asString()
        .startsWith("container-patch-1.spec.sidecarPatch[0]: ")
        .contains("privileged", "allowPrivilegeEscalation");
    assertThat(before).isEqualTo(Rendered.sidecar());
  }

  @Test
  void appliesTheExampleOfThePageToInitAndValidation() {
    var init =
        patched(ContainerPatches.apply(ContainerKind.INIT, Rendered.init(), List.of(patch(PAGE))));
    assertThat(init.container().at("/securityContext/seccompProfile/type").textValue())
        .isEqualTo("RuntimeDefault");
    assertThat(init.container().at("/securityContext/runAsUser").intValue()).isZero();
    assertThat(init.warnings()).isEmpty();
    var validation =
        patched(
            ContainerPatches.apply(
                ContainerKind.VALIDATION, Rendered.validation(), List.of(patch(PAGE))));
    assertThat(validation.container().at("/securityContext/seccompProfile/type").textValue())
        .isEqualTo("RuntimeDefault");
  }

  @Test
  void appliesPatchesInTheirOrder() {
    var first = new NamedPatch("first", "", List.of(add("/workingDir", "\"/a\"")), List.of());
    var second = new NamedPatch("second", "", List.of(replace("/workingDir", "\"/b\"")), List.of());
    assertThat(patched(sidecar(first, second)).container().get("workingDir").textValue())
        .isEqualTo("/b");
    assertThat(failed(sidecar(second, first)))
        .containsExactly(
            new Violation(
                "second.spec.sidecarPatch[0]",
                "path_not_found",
                "cannot replace /workingDir: there is nothing at /workingDir"));
  }

  @Test
  void appliesAPatchTwiceThatIsNamedTwice() {
    var patch = sidecarPatch(add("/args/-", "\"-v\""));
    assertThat(patched(sidecar(patch, patch)).container().get("args")).hasSize(4);
  }

  @Test
  void leavesAContainerAloneThatNothingPatches() {
    var odd = Rendered.container("{unknown: 1}");
    var initOnly = new NamedPatch("init", "", List.of(), List.of(remove("/args")));
    assertThat(patched(ContainerPatches.apply(ContainerKind.SIDECAR, odd, List.of())).container())
        .isSameAs(odd);
    assertThat(
            patched(ContainerPatches.apply(ContainerKind.SIDECAR, odd, List.of(initOnly)))
                .container())
        .isSameAs(odd);
  }

  @Test
  void reportsAllMalformedOperationsAtOnce() {
    var operations =
        sidecarPatch(
            new PatchOperation("test", "/name", Optional.empty(), Optional.of("1")),
            add("name", "1"),
            add("/a~2b", "1"),
            add("/args", "no json"),
            new PatchOperation("add", "/args", Optional.empty(), Optional.empty()),
            new PatchOperation("move", "/args", Optional.empty(), Optional.empty()),
            copy("args", "/command"),
            move("/resources", "/resources/limits"),
            remove("/args"));
    assertThat(failed(sidecar(operations)))
        .extracting(violation -> violation.path() + " " + violation.code())
        .containsExactly(
            "p.spec.sidecarPatch[0].op bad_operation",
            "p.spec.sidecarPatch[1].path bad_pointer",
            "p.spec.sidecarPatch[2].path bad_pointer",
            "p.spec.sidecarPatch[3].value bad_value",
            "p.spec.sidecarPatch[4].value missing_value",
            "p.spec.sidecarPatch[5].from missing_from",
            "p.spec.sidecarPatch[6].from bad_pointer",
            "p.spec.sidecarPatch[7].path bad_pointer");
    assertThat(ContainerPatches.check(operations)).isEqualTo(failed(sidecar(operations)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/limits | {}| unknown_field | /limits",
        "/resources/limit | {\"cpu\": \"1\"} | unknown_field | /resources/limit",
        "/securityContext/privileged | \"true\" | wrong_type | /securityContext/privileged",
        "/securityContext/runAsUser | 1.5 | wrong_type | /securityContext/runAsUser",
        "/securityContext/runAsUser | 9223372036854775808 | out_of_range | /securityContext/runAsUser",
        "/livenessProbe/periodSeconds | 2147483648 | out_of_range | /livenessProbe/periodSeconds",
        "/livenessProbe/httpGet/port | true | wrong_type | /livenessProbe/httpGet/port",
        "/resources/limits/cpu | \"1 core\" | bad_quantity | /resources/limits/cpu",
        "/resources/limits/cpu | \"\" | bad_quantity | /resources/limits/cpu",
        "/resources/limits/cpu | {} | wrong_type | /resources/limits/cpu",
        "/env/- | {\"value\": \"x\"} | missing_field | /env/3/name",
        "/env/- | \"A=B\" | wrong_type | /env/3",
        "/env/5 | {\"name\": \"N\"} | path_not_found | /env/5",
        "/ports/1 | {\"containerPort\": 80} | wrong_type | /ports/0",
        "/args | \"run\" | wrong_type | /args",
        "/args/- | 7 | wrong_type | /args/2",
        "/args/- | \"\\ud800\" | bad_text | /args/2",
        "/image | \"\" | missing_field | /image",
        "/image | null | missing_field | /image",
        "/name | null | missing_field | /name",
        "/name | \"kuma\" | name_changed | /name",
        "'' | [] | wrong_type | its root"
      })
  void refusesWhatIsNoContainer(String path, String value, String code, String at) {
    var patch = sidecarPatch(remove("/args/0"), add("/args/0", "\"run\""), add(path, value));
    assertThat(failed(sidecar(patch)))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo("p.spec.sidecarPatch[2]");
              assertThat(violation.code()).isEqualTo(code);
              assertThat(violation.message()).contains(at);
            });
  }

  @Test
  void refusesContainersWithoutNameOrImage() {
    assertThat(failed(sidecar(sidecarPatch(remove("/image"), remove("/name")))))
        .extracting(Violation::path, Violation::code)
        .containsExactly(
            tuple("p.spec.sidecarPatch[1]", "missing_field"),
            tuple("p.spec.sidecarPatch[0]", "missing_field"));
  }

  @Test
  void namesThePatchThatIsToBlame() {
    var good = new NamedPatch("good", "", List.of(add("/stdin", "true")), List.of());
    var bad = new NamedPatch("bad", "", List.of(add("/resources", "{\"limits\": 3}")), List.of());
    assertThat(failed(sidecar(good, bad, good)))
        .extracting(Violation::path)
        .containsExactly("bad.spec.sidecarPatch[0]");
  }

  @Test
  void dropsNullsAndWritesQuantitiesAsTexts() {
    var result =
        patched(
            sidecar(
                sidecarPatch(
                    add("/resources/limits", "{\"cpu\": 2, \"memory\": null}"),
                    add("/lifecycle", "null"),
                    add("/env/0/valueFrom/fieldRef/apiVersion", "null"))));
    assertThat(result.container().get("resources").get("limits"))
        .isEqualTo(Rendered.container("cpu: '2'"));
    assertThat(result.container().has("lifecycle")).isFalse();
    assertThat(result.container().at("/env/0/valueFrom/fieldRef"))
        .isEqualTo(Rendered.container("fieldPath: status.hostIP"));
  }

  @Test
  void keepsANativeSidecarNative() {
    var lifecycle = add("/lifecycle/preStop/exec/command", "[\"/bin/sleep\", \"15\"]");
    var kept =
        ContainerPatches.apply(
            ContainerKind.SIDECAR, Rendered.nativeSidecar(), List.of(sidecarPatch(lifecycle)));
    assertThat(patched(kept).container().at("/lifecycle/preStop/exec/command/1").textValue())
        .isEqualTo("15");
    for (var change : List.of(remove("/restartPolicy"), add("/restartPolicy", "\"Never\""))) {
      var result =
          ContainerPatches.apply(
              ContainerKind.SIDECAR, Rendered.nativeSidecar(), List.of(sidecarPatch(change)));
      assertThat(failed(result))
          .extracting(Violation::path, Violation::code)
          .containsExactly(tuple("p.spec.sidecarPatch[0]", "restart_policy"));
    }
  }

  @Test
  void respectsWhatPatchesSayAboutEscalation() {
    var privileged = add("/securityContext/privileged", "true");
    var denied = replace("/securityContext/allowPrivilegeEscalation", "false");
    var whole =
        add("/securityContext", "{\"privileged\": true, \"allowPrivilegeEscalation\": false}");
    for (var patch : List.of(sidecarPatch(denied, privileged), sidecarPatch(whole))) {
      var result = patched(sidecar(patch));
      assertThat(result.container().at("/securityContext/allowPrivilegeEscalation").booleanValue())
          .isFalse();
      assertThat(result.container().at("/securityContext").has("allowPrivilegeEscalation"))
          .isTrue();
      assertThat(result.warnings()).singleElement().asString().contains("API server", "privileged");
    }
    var allowed = replace("/securityContext/allowPrivilegeEscalation", "true");
    assertThat(patched(sidecar(sidecarPatch(privileged, allowed))).warnings()).isEmpty();
  }

  @Test
  void survivesAThousandOperations() {
    var operations = Collections.nCopies(1_000, add("/args/-", "\"" + "x".repeat(100) + "\""));
    var result = sidecar(new NamedPatch("p", "", operations, List.of()));
    assertThat(patched(result).container().get("args")).hasSize(1_002);
  }

  @Test
  void refusesTooManyOperations() {
    var operations = Collections.nCopies(10_001, add("/stdin", "true"));
    assertThat(failed(sidecar(new NamedPatch("p", "", operations, List.of()))))
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
    assertThat(failed(sidecar(new NamedPatch("p", "", operations, List.of()))))
        .extracting(Violation::code)
        .containsAnyOf("too_large", "too_deep")
        .hasSize(1);
  }

  @Test
  void refusesToBurnTimeOnALargeContainer() {
    var operations = new ArrayList<PatchOperation>();
    operations.add(add("/workingDir", "\"" + "x".repeat(900_000) + "\""));
    operations.addAll(Collections.nCopies(9_000, add("/stdin", "true")));
    assertThat(failed(sidecar(new NamedPatch("p", "", operations, List.of()))))
        .extracting(Violation::code)
        .containsExactly("too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ports/1000000", "/ports/1000000000000/x", "/env/9999999/name"})
  void refusesHugeLists(String path) {
    assertThat(failed(sidecar(sidecarPatch(add(path, "1")))))
        .extracting(Violation::code)
        .containsExactly("too_large");
  }

  @Test
  void refusesDeepJson() {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(failed(sidecar(sidecarPatch(add("/args", deep)))))
        .extracting(Violation::code)
        .containsExactly("too_deep");
    assertThat(failed(sidecar(sidecarPatch(add("/a".repeat(70), "1")))))
        .extracting(Violation::code)
        .containsExactly("too_deep");
    var nesting = new ArrayList<PatchOperation>();
    nesting.add(add("/args", "[]"));
    for (int level = 0; level < 70; level++) {
      nesting.add(copy("/args", "/args/-"));
    }
    assertThat(failed(sidecar(new NamedPatch("p", "", nesting, List.of()))))
        .extracting(Violation::code)
        .containsAnyOf("too_deep", "too_large");
  }

  @Test
  void countsViolationsBeyondTwenty() {
    var fields = new StringBuilder("{\"name\": \"kuma-sidecar\", \"image\": \"i\"");
    for (int field = 0; field < 100; field++) {
      fields.append(", \"field").append(field).append("\": 1");
    }
    assertThat(failed(sidecar(sidecarPatch(replace("", fields + "}")))))
        .hasSize(21)
        .last()
        .isEqualTo(new Violation("p", "too_many", "and 80 more violations"));
  }

  private static PatchResult sidecar(NamedPatch... patches) {
    return ContainerPatches.apply(ContainerKind.SIDECAR, Rendered.sidecar(), List.of(patches));
  }

  private static PatchResult.Patched patched(PatchResult result) {
    return assertThat(result).asInstanceOf(type(PatchResult.Patched.class)).actual();
  }

  private static List<Violation> failed(PatchResult result) {
    return assertThat(result).asInstanceOf(type(PatchResult.Failed.class)).actual().violations();
  }
}
