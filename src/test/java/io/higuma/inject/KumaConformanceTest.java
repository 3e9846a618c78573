package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.InjectVectors.Vector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that injected Pods equal those of Kuma 2.14.3, except for intended differences. */
class KumaConformanceTest {
  private static final Surroundings CLUSTER = new KumaCluster();
  private static final String CA = InjectVectors.caCertificate();
  private static final Map<String, SidecarInjector> INJECTORS = new ConcurrentHashMap<>();

  static Stream<Vector> vectors() {
    return InjectVectors.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void equalsKuma(Vector vector) throws Exception {
    var decision =
        injector(vector.profile())
            .decide(PodReader.read(vector.pod()), vector.namespace(), CLUSTER);

    if (vector.patched().isEmpty()) {
      assertThat(decision).isInstanceOf(Decision.Reject.class);
      return;
    }
    assertThat(decision).isNotInstanceOf(Decision.Reject.class);
    assertThat(InjectVectors.normalised(result(vector.pod(), decision)))
        .isEqualTo(InjectVectors.normalised(vector.patched().get()));
  }

  private static JsonNode result(JsonNode pod, Decision decision) {
    return decision instanceof Decision.Inject inject
        ? JsonPatch.apply(inject.patch().toJson(), pod)
        : pod;
  }

  private static SidecarInjector injector(String profile) {
    return INJECTORS.computeIfAbsent(
        profile,
        name -> {
          var settings = InjectVectors.settings(name);
          return new SidecarInjector(
              new InjectionContext(
                  settings, settings.runtime().kubernetes().injector().sidecarContainers(), CA));
        });
  }
}
