package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectVectors.Vector;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.DefaultPorts;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored Pods of all recorded Kuma vectors on a real API server. */
@NeedsKube
@NeedsPackage
@DefaultPorts
class StoredGoldensKubeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The API server sets the creation time; the namespace is that of the request. */
  private static final Set<String> NOT_COMPARED =
      Set.of("/metadata/namespace", "/metadata/creationTimestamp");

  private static final Path CA = Path.of("src/test/resources/kuma-2.14/ca.crt").toAbsolutePath();
  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.installAmongVectors(kube);
  }

  static Stream<String> profiles() {
    return InjectVectors.all().stream().map(Vector::profile).distinct();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @DisplayName("reliability 5: the API server accepts every golden and stores what we made of it")
  void storedPodIsWhatTheLibraryMakes(String profile) throws Exception {
    var environment = new HashMap<>(InjectVectors.environment(profile));
    environment.put("KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE", CA.toString());
    // The goldens name Kuma's default port, which tested control planes do not use otherwise.
    environment.putIfAbsent("KUMA_DP_SERVER_PORT", "5678");
    var stored = new HashSet<String>();
    try (var _ = ControlPlane.start(kube, environment).awaitReady().register()) {
      for (var vector : vectors(profile)) {
        var sent = JSON.treeToValue(vector.pod(), Pod.class);
        if (isValidWithoutUs(sent)) {
          var wanted = JSON.treeToValue(vector.patched().orElseThrow(), Pod.class);
          var pod = create(vector.namespace(), sent);
          assertContains(JSON.valueToTree(pod), JSON.valueToTree(wanted), vector.name() + ":", "");
          stored.add(vector.name());
        } else {
          assertThatThrownBy(() -> create(vector.namespace(), sent))
              .as(vector.name())
              .hasMessageNotContaining("admission webhook")
              .extracting(failure -> ((KubernetesClientException) failure).getCode())
              .isEqualTo(422);
        }
      }
    }
    assertThat(stored).hasSizeGreaterThan(vectors(profile).size() / 2);
  }

  /** Vectors that the validator allows: the label is reserved for the control plane. */
  private static List<Vector> vectors(String profile) {
    return InjectVectors.all().stream()
        .filter(vector -> vector.profile().equals(profile) && vector.patched().isPresent())
        .filter(vector -> !vector.pod().at("/metadata/labels").has("kuma.io/workload"))
        .toList();
  }

  private static Pod create(String namespace, Pod pod) {
    return kube.client().pods().inNamespace(namespace).resource(pod).dryRun(true).create();
  }

  private static boolean isValidWithoutUs(Pod pod) {
    var plain =
        new PodBuilder(pod)
            .editMetadata()
            .withNamespace("plain")
            .removeFromLabels("kuma.io/sidecar-injection")
            .endMetadata()
            .build();
    try {
      create("plain", plain);
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** The stored Pod has more fields, because the API server adds defaults. */
  private static void assertContains(JsonNode stored, JsonNode wanted, String name, String path) {
    if (NOT_COMPARED.contains(path)) {
      return;
    }
    if (wanted.isObject()) {
      for (var member : wanted.properties()) {
        var key = member.getKey();
        assertContains(stored.path(key), member.getValue(), name, path + "/" + key);
      }
    } else if (wanted.isArray()) {
      assertThat(stored).as(name + path).hasSize(wanted.size());
      for (int i = 0; i < wanted.size(); i++) {
        assertContains(stored.get(i), wanted.get(i), name, path + "/" + i);
      }
    } else if (!wanted.isNull() && !wanted.asText().equals(stored.asText())) {
      assertThat(stored).as(name + path).isEqualTo(wanted);
    }
  }
}
