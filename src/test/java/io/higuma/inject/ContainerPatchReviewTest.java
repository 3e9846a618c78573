package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerVariant;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchReview.Now;
import io.higuma.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the review of a ContainerPatch before any Pod uses it. */
@DisplayName("reliability 9: review of a ContainerPatch when it is written")
class ContainerPatchReviewTest {
  private static final InjectionContext NATIVE =
      new InjectionContext(Settings.defaults(), true, "");
  private static final InjectionContext ORDINARY =
      new InjectionContext(Settings.defaults(), false, "");

  @Test
  void rendersOneContainerOfEachVariant() {
    assertThat(RenderedContainers.of(NATIVE))
        .filteredOn(ContainerVariant::inForce)
        .extracting(ContainerVariant::kind)
        .containsExactly(ContainerKind.SIDECAR, ContainerKind.SIDECAR, ContainerKind.INIT);
    assertThat(RenderedContainers.of(NATIVE))
        .extracting(ContainerVariant::pods)
        .containsExactly(
            "native sidecars",
            "native sidecars and ask for all options",
            "ordinary sidecars",
            "ordinary sidecars and ask for all options",
            "kuma-init",
            "kuma-validation",
            "resources of their own",
            "resources of their own");
  }

  @Test
  void acceptsWhatCanAlwaysBeApplied() {
    var review = sidecar("{op: add, path: /resources/limits/memory, value: '\"1Gi\"'}", NATIVE);
    assertThat(review).isEqualTo(new PatchReview(List.of(), List.of(), Now.APPLIES));
  }

  @Test
  void warnsAboutReplacingResourcesThatSomePodsDoNotHave() {
    var review = sidecar("{op: replace, path: /resources/limits/memory, value: '\"1Gi\"'}", NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.APPLIES);
    assertThat(review.warnings())
        .singleElement()
        .asString()
        .contains("there is nothing at /resources/limits")
        .endsWith("; Pods are refused that have resources of their own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {op: add, path: /stdin, value: "{"}                    | bad_value
          {op: add, path: stdin, value: "true"}                  | bad_pointer
          {op: add, path: /stdinn, value: "true"}                | unknown_field
          {op: replace, path: /livenesProbe/periodSeconds, value: "1"} | unknown_field
          {op: remove, path: /securityContext/user}              | unknown_field
          {op: move, from: /imageName, path: /image}             | unknown_field
          {op: remove, path: /env/first}                         | bad_index
          {op: replace, path: /name, value: '"mine"'}            | name_changed
          {op: add, path: /resources/limits/cpu, value: '"one"'} | bad_quantity
          {op: remove, path: /image}                             | missing_field
          """)
  void refusesWhatCanNeverBeApplied(String operation, String code) {
    var review = sidecar(operation, NATIVE);
    assertThat(review.violations()).extracting(Violation::code).containsExactly(code);
    assertThat(review.violations().getFirst().path()).startsWith("p.spec.sidecarPatch[0]");
    assertThat(review.warnings()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.FAILS);
  }

  @Test
  void warnsAboutWhatOnlyOneKindOfSidecarHas() {
    var operation = "{op: replace, path: /lifecycle/preStop/exec/command, value: '[\"true\"]'}";
    var now = sidecar(operation, NATIVE);
    assertThat(now.violations()).isEmpty();
    assertThat(now.now()).isEqualTo(Now.APPLIES);
    assertThat(now.warnings())
        .anySatisfy(warning -> assertThat(warning).endsWith("that have ordinary sidecars"));
    assertThat(sidecar(operation, ORDINARY).violations()).isEmpty();
    assertThat(sidecar(operation, ORDINARY).now()).isEqualTo(Now.DEPENDS);
  }

  @Test
  void failsNowIfItOnlyAppliesWithOtherSettings() {
    var review = sidecar("{op: replace, path: /restartPolicy, value: '\"Never\"'}", NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.FAILS);
    assertThat(review.warnings()).anyMatch(warning -> warning.contains("must stay Always"));
  }

  @Test
  void warnsAboutPlacesThatDependOnThePod() {
    var plain = RenderedContainers.of(NATIVE).getFirst().container();
    var review = sidecar("{op: remove, path: /env/" + plain.path("env").size() + "}", NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.DEPENDS);
    assertThat(review.warnings())
        .singleElement()
        .asString()
        .contains("there is nothing at /env/")
        .endsWith(
            "; Pods are refused that have native sidecars or ordinary sidecars or resources of"
                + " their own");
  }

  @Test
  void warnsAboutPathsThatOnlyAnEarlierPatchCanAdd() {
    var review = sidecar("{op: replace, path: /workingDir, value: '\"/\"'}", NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.DEPENDS);
    assertThat(review.warnings())
        .singleElement()
        .asString()
        .contains("there is nothing at /workingDir", "unless an earlier patch adds it");
  }

  @Test
  void warnsAboutPrivileges() {
    var review =
        sidecar(
            "{op: add, path: /securityContext, value: '{\"privileged\": true, \"runAsUser\": 0,"
                + " \"capabilities\": {\"add\": [\"SYS_TIME\"]}}'}",
            NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.warnings())
        .containsExactly(
            "p: kuma-sidecar runs privileged, with all rights on its node",
            "p: kuma-sidecar runs as user 0 (root)",
            "p: kuma-sidecar has the added capabilities SYS_TIME");
  }

  @Test
  void warnsAboutWhatTheApiServerMayRefuse() {
    var review = sidecar("{op: add, path: /imagePullPolicy, value: '\"Sometimes\"'}", NATIVE);
    assertThat(review.warnings())
        .singleElement()
        .asString()
        .contains("the API server may refuse the container kuma-sidecar", "/imagePullPolicy");
  }

  @Test
  void triesOperationsForInitContainersOnBothOfThem() {
    var review = review("initPatch: [{op: remove, path: /env/0}]", NATIVE);
    assertThat(review.violations()).isEmpty();
    assertThat(review.now()).isEqualTo(Now.APPLIES);
    assertThat(review.warnings()).singleElement().asString().endsWith("that have kuma-validation");
    var both = review("initPatch: [{op: add, path: /commands, value: '[]'}]", NATIVE);
    assertThat(both.violations()).extracting(Violation::code).containsExactly("unknown_field");
  }

  @Test
  void warnsAboutAPatchThatDoesNothing() {
    assertThat(review("{}", NATIVE).warnings())
        .containsExactly("p has no operations, so it changes nothing");
  }

  @Test
  void refusesAllowedNamespacesThatCannotExist() {
    var patch = Pods.pod("metadata: {name: p, annotations: {kuma.io/allowed-namespaces: 'a,b_*'}}");
    var review = PatchReview.of(NamedPatch.of(patch), RenderedContainers.of(NATIVE));
    assertThat(review.violations())
        .singleElement()
        .extracting(Violation::toString)
        .asString()
        .startsWith(
            "p.metadata.annotations[kuma.io/allowed-namespaces]: 'b_*' is not a namespace name");
  }

  private static PatchReview sidecar(String operation, InjectionContext injection) {
    return review("sidecarPatch: [" + operation + "]", injection);
  }

  private static PatchReview review(String spec, InjectionContext injection) {
    var patch = Pods.pod("metadata: {name: p}\nspec:\n  " + spec);
    return PatchReview.of(NamedPatch.of(patch), RenderedContainers.of(injection));
  }
}
