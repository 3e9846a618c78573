package io.higuma.inject;

import static io.higuma.inject.Pods.annotated;
import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intended differences from Kuma in the decision which Pods get a sidecar. */
class EligibilityDifferencesTest {
  private static final Map<String, String> NONE = Map.of();

  @Test
  void labelOnThePodAloneIsEnough() {
    var labelled =
        pod(
            """
            metadata: {name: shop, labels: {kuma.io/sidecar-injection: "yes"}}
            spec: {containers: [{name: app, image: shop}]}
            """);

    assertThat(decide(labelled, "plain", NONE)).isInstanceOf(Decision.Inject.class);
  }

  @ParameterizedTest
  @CsvSource({"kube-system", "kuma-system"})
  void systemNamespacesAreNeverInjected(String namespace) {
    var labelled =
        pod(
            """
            metadata: {name: shop, labels: {kuma.io/sidecar-injection: enabled}}
            spec: {containers: [{name: app, image: shop}]}
            """);

    assertThat(decide(labelled, namespace, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.EXCLUDED_NAMESPACE);
  }

  @Test
  void hostNetworkIsSkippedUnlessThePodIsLabelled() {
    var unlabelled =
        pod(
            """
            metadata: {name: node-agent}
            spec: {hostNetwork: true, containers: [{name: app, image: agent}]}
            """);
    assertThat(decide(unlabelled, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.HOST_NETWORK);

    var labelled = unlabelled.deepCopy();
    labelled.withObject("/metadata/labels").put("kuma.io/sidecar-injection", "enabled");
    assertThat(decide(labelled, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.HOST_NETWORK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{os: {name: windows}, containers: [{name: app, image: app}]}",
        "{nodeSelector: {kubernetes.io/os: windows}, containers: [{name: app, image: app}]}"
      })
  void windowsIsSkippedUnlessThePodIsLabelled(String spec) {
    var unlabelled = pod("{metadata: {name: app}, spec: " + spec + "}");
    assertThat(decide(unlabelled, NONE))
        .asInstanceOf(type(Decision.Skip.class))
        .extracting(Decision.Skip::reason)
        .isEqualTo(SkipReason.WINDOWS);

    var labelled = unlabelled.deepCopy();
    labelled.withObject("/metadata/labels").put("kuma.io/sidecar-injection", "enabled");
    assertThat(decide(labelled, NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.WINDOWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{os: {name: linux}, containers: [{name: app, image: app}]}",
        "{os: null, nodeSelector: {kubernetes.io/os: linux, a: windows}, containers: [{name: app}]}"
      })
  void otherSystemsAreInjected(String spec) {
    assertThat(decide(pod("{metadata: {name: app}, spec: " + spec + "}"), NONE))
        .isInstanceOf(Decision.Inject.class);
  }

  @Test
  void onlyAMissingMeshIsCalledMeshNotFound() {
    assertThat(decide(annotated(Map.of("kuma.io/mesh", "no-such-mesh")), NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.MESH_NOT_FOUND);
    assertThat(decide(annotated(Map.of()), "no-such-namespace", NONE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.NAMESPACE_NOT_FOUND);
  }
}
