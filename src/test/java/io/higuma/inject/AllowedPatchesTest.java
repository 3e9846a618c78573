package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.patch.NamedPatch;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the allowed namespaces of a ContainerPatch. */
class AllowedPatchesTest {
  private static final Map<String, String> NAMES_IT = Map.of("kuma.io/container-patches", "mine");

  @ParameterizedTest
  @ValueSource(strings = {"*", "demo", "shop, demo ,", "shop,*"})
  void allowsPodsOfListedNamespaces(String allowed) {
    assertThat(decide(allowed, NAMES_IT, Map.of())).isInstanceOf(Decision.Inject.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop", "dem", "Demo"})
  void refusesPodsOfOtherNamespaces(String allowed) {
    var decision = decide(allowed, NAMES_IT, Map.of());
    assertThat(decision).isInstanceOf(Decision.Reject.class);
    var reject = (Decision.Reject) decision;
    assertThat(reject.reason()).isEqualTo(RejectReason.PATCH_NOT_ALLOWED);
    assertThat(reject.message())
        .isEqualTo(
            "kuma.io/container-patches: ContainerPatches that Pods of namespace 'demo' may not"
                + " name: mine (their annotation kuma.io/allowed-namespaces does not list it)");
  }

  @Test
  void appliesTheDefaultsOfTheSettingsEverywhere() {
    var defaults = Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES", "mine");
    assertThat(decide("shop", Map.of(), defaults)).isInstanceOf(Decision.Inject.class);
  }

  private static Decision decide(
      String allowed, Map<String, String> annotations, Map<String, String> environment) {
    var patch = Pods.pod("metadata: {name: mine}\nspec: {}");
    patch.withObject("/metadata/annotations").put("kuma.io/allowed-namespaces", allowed);
    try {
      return Pods.injector(environment)
          .decide(
              PodReader.read(Pods.annotated(annotations)),
              "demo",
              new OnePatch(NamedPatch.of(patch)));
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  private record OnePatch(NamedPatch patch) implements Surroundings {
    @Override
    public Optional<NamespaceView> namespace(String name) {
      return Pods.CLUSTER.namespace(name);
    }

    @Override
    public boolean meshExists(String name) {
      return true;
    }

    @Override
    public Optional<NamedPatch> containerPatch(String name) {
      return Optional.of(patch).filter(there -> there.name().equals(name));
    }

    @Override
    public Optional<String> redirectConfig(String configMap) {
      return Optional.empty();
    }

    @Override
    public List<SelectingService> services(String namespace) {
      return List.of();
    }

    @Override
    public Set<String> dataplaneMeshes(String namespace) {
      return Set.of();
    }
  }
}
