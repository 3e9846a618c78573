package io.higuma.patch;

import static io.higuma.patch.Rendered.add;
import static io.higuma.patch.Rendered.copy;
import static io.higuma.patch.Rendered.failed;
import static io.higuma.patch.Rendered.move;
import static io.higuma.patch.Rendered.patch;
import static io.higuma.patch.Rendered.patched;
import static io.higuma.patch.Rendered.patchedSidecar;
import static io.higuma.patch.Rendered.remove;
import static io.higuma.patch.Rendered.replace;
import static io.higuma.patch.Rendered.sidecarPatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(patched(patchedSidecar(first, second)).container().get("workingDir").textValue())
        .isEqualTo("/b");
    assertThat(failed(patchedSidecar(second, first)))
        .containsExactly(
            new Violation(
                "second.spec.sidecarPatch[0]",
                "path_not_found",
                "cannot replace /workingDir: there is nothing at /workingDir"));
  }

  @Test
  void appliesAPatchTwiceThatIsNamedTwice() {
    var patch = sidecarPatch(add("/args/-", "\"-v\""));
    assertThat(patched(patchedSidecar(patch, patch)).container().get("args")).hasSize(4);
  }

  @Test
  void returnsAContainerWithoutPatchesUnchanged() {
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
    assertThat(failed(patchedSidecar(operations)))
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
    assertThat(ContainerPatches.check(operations)).isEqualTo(failed(patchedSidecar(operations)));
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
  void refusesInvalidContainers(String path, String value, String code, String at) {
    var patch = sidecarPatch(remove("/args/0"), add("/args/0", "\"run\""), add(path, value));
    assertThat(failed(patchedSidecar(patch)))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo("p.spec.sidecarPatch[2]");
              assertThat(violation.code()).isEqualTo(code);
              assertThat(violation.message()).contains(at);
            });
  }

  @Test
  void showsNumbersAsTheyAreWritten() {
    var patch = sidecarPatch(add("/livenessProbe/periodSeconds", "60.0"));
    assertThat(failed(patchedSidecar(patch)))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .endsWith("a whole number is expected, but it is 60.0");
  }

  @Test
  void refusesContainersWithoutNameOrImage() {
    assertThat(failed(patchedSidecar(sidecarPatch(remove("/image"), remove("/name")))))
        .extracting(Violation::path, Violation::code)
        .containsExactly(
            tuple("p.spec.sidecarPatch[1]", "missing_field"),
            tuple("p.spec.sidecarPatch[0]", "missing_field"));
  }

  @Test
  void namesThePatchThatCausedTheViolation() {
    var good = new NamedPatch("good", "", List.of(add("/stdin", "true")), List.of());
    var bad = new NamedPatch("bad", "", List.of(add("/resources", "{\"limits\": 3}")), List.of());
    assertThat(failed(patchedSidecar(good, bad, good)))
        .extracting(Violation::path)
        .containsExactly("bad.spec.sidecarPatch[0]");
  }

  @Test
  void dropsNullsAndWritesQuantitiesAsTexts() {
    var result =
        patched(
            patchedSidecar(
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
      var result = patched(patchedSidecar(patch));
      assertThat(result.container().at("/securityContext/allowPrivilegeEscalation").booleanValue())
          .isFalse();
      assertThat(result.container().at("/securityContext").has("allowPrivilegeEscalation"))
          .isTrue();
      assertThat(result.warnings()).singleElement().asString().contains("API server", "privileged");
    }
    var allowed = replace("/securityContext/allowPrivilegeEscalation", "true");
    assertThat(patched(patchedSidecar(sidecarPatch(privileged, allowed))).warnings()).isEmpty();
  }
}
