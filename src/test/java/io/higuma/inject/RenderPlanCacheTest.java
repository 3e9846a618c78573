package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.patch.NamedPatch;
import io.higuma.settings.Settings;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests which Pods share a render plan, and the limits of the cache. */
class RenderPlanCacheTest {
  private static final String CONFIG_MAP =
      "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME";
  private static final String DEFAULT_PATCHES =
      "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES";

  private final RenderPlanCache plans =
      new RenderPlanCache(new InjectionContext(Settings.defaults(), true, ""));

  @Test
  void decisionsThatShareContainersCannotDisturbEachOther() {
    var injector = Pods.injector(Map.of());
    var pod = Pods.annotated(Map.of());
    var first = injected(injector, pod, Pods.CLUSTER);
    var untouched = first.deepCopy();

    for (var list : List.of("containers", "initContainers", "volumes")) {
      first.at("/spec/" + list).forEach(element -> ((ObjectNode) element).removeAll());
    }

    assertThat(injected(injector, pod, Pods.CLUSTER)).isEqualTo(untouched).isNotEqualTo(first);
  }

  @Test
  void eachPodMountsItsOwnToken() {
    var injector = Pods.injector(Map.of());
    for (var volume : List.of("token-a", "token-\"b", "token-c")) {
      var pod = Pods.annotated(Map.of());
      ((ObjectNode) pod.at("/spec/containers/0"))
          .putArray("volumeMounts")
          .add(JsonNodes.readOnlyMount(volume, PodReader.TOKEN_PATH));
      assertThat(mounts(injected(injector, pod, Pods.CLUSTER)))
          .containsExactly("kuma-sidecar-tmp", volume);
    }
    assertThat(mounts(injected(injector, Pods.annotated(Map.of()), Pods.CLUSTER)))
        .containsExactly("kuma-sidecar-tmp");
  }

  @Test
  void podsFollowTheirContainerPatchAndTheRedirectConfigMap() {
    var injector = Pods.injector(Map.of(DEFAULT_PATCHES, "mine", CONFIG_MAP, "redirect"));
    var pod = Pods.annotated(Map.of());
    for (var image : List.of("one", "two", "one")) {
      var injected = injected(injector, pod, new Changing(image, "kumaDPUser: " + image));
      for (var container : List.of("kuma-sidecar", "kuma-init")) {
        assertThat(Pods.container(injected, container).path("image").asText()).isEqualTo(image);
      }
    }
    for (var family : List.of("ipv4", "dualstack", "ipv4")) {
      var injected = injected(injector, pod, new Changing("one", "ipFamilyMode: " + family));
      assertThat(Pods.annotation(injected, "traffic.kuma.io/transparent-proxy-config"))
          .contains("ipFamilyMode: " + family);
    }
  }

  @Test
  void podsWithEqualAnnotationsInOneMeshShareAPlan() {
    var one = plan(Map.of("kuma.io/sidecar-drain-time", "9s", "app", "a"), "default");
    assertThat(plan(Map.of("kuma.io/sidecar-drain-time", "9s"), "default")).isSameAs(one);
    assertThat(plan(Map.of("kuma.io/sidecar-drain-time", "8s"), "default")).isNotSameAs(one);
    assertThat(plan(Map.of("kuma.io/sidecar-drain-time", "9s"), "other")).isNotSameAs(one);
  }

  @Test
  void podsWithOtherTraitsDoNotShareAPlan() {
    var notes = new DecisionNotes();
    var plain = plans.of(Map.of(), PodTraits.NONE, "default", notes);
    for (var other :
        List.of(
            new PodTraits(true, false, OptionalLong.empty()),
            new PodTraits(false, true, OptionalLong.empty()),
            new PodTraits(false, true, OptionalLong.of(2000)))) {
      var one = plans.of(Map.of(), other, "default", notes);
      assertThat(one).isNotSameAs(plain);
      assertThat(plans.of(Map.of(), other, "default", notes)).isSameAs(one);
    }
    assertThat(plans.of(Map.of(), PodTraits.NONE, "default", notes)).isSameAs(plain);
  }

  @Test
  void isClearedWhenFull() {
    var first = plan(Map.of(), "mesh");
    for (int i = 1; i < RenderPlanCache.MAX_ENTRIES; i++) {
      var _ = plan(Map.of(), "mesh-" + i);
    }
    assertThat(plan(Map.of(), "mesh")).isSameAs(first);
    var another = plan(Map.of(), "one-more");
    assertThat(plan(Map.of(), "mesh")).isNotSameAs(first);
    assertThat(plan(Map.of(), "one-more")).isSameAs(another);
  }

  @Test
  void doesNotKeepLongOrInvalidAnnotations() {
    var longOne = Map.of("kuma.io/sidecar-env-vars", "A=" + "a".repeat(RenderPlanCache.MAX_LENGTH));
    assertThat(plan(longOne, "default")).isNotSameAs(plan(longOne, "default"));

    var wrong = Map.of("kuma.io/sidecar-drain-time", "soon");
    for (int i = 0; i < 2; i++) {
      var notes = new DecisionNotes();
      var _ = plans.of(wrong, PodTraits.NONE, "default", notes);
      assertThat(notes.isRejected()).isTrue();
    }
  }

  private RenderPlan plan(Map<String, String> annotations, String mesh) {
    var notes = new DecisionNotes();
    var plan = plans.of(annotations, PodTraits.NONE, mesh, notes);
    assertThat(notes.isRejected()).isFalse();
    return plan;
  }

  private static JsonNode injected(SidecarInjector injector, JsonNode pod, Surroundings around) {
    try {
      var decision = injector.decide(PodReader.read(pod), "demo", around);
      assertThat(decision).isInstanceOf(Decision.Inject.class);
      return JsonPatch.apply(((Decision.Inject) decision).patch().toJson(), pod);
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> mounts(JsonNode pod) {
    return Pods.container(pod, "kuma-sidecar").path("volumeMounts").findValuesAsText("name");
  }

  /** A cluster whose ContainerPatch and redirect ConfigMap were just changed. */
  private static final class Changing extends KumaCluster {
    private final String image;
    private final String config;

    Changing(String image, String config) {
      this.image = image;
      this.config = config;
    }

    @Override
    public Optional<NamedPatch> containerPatch(String name) {
      return Optional.of(
          NamedPatch.of(
              Pods.pod(
                  """
                  metadata: {name: mine}
                  spec:
                    sidecarPatch: [{op: replace, path: /image, value: '"%1$s"'}]
                    initPatch: [{op: replace, path: /image, value: '"%1$s"'}]
                  """
                      .formatted(image))));
    }

    @Override
    public Optional<String> redirectConfig(String configMap) {
      return Optional.of(config);
    }
  }
}
