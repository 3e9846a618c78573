package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.SidecarInjector;
import io.higuma.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any request body is parsed and decided, or rejected with a sentence. */
class ReviewBodyFuzzTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final SidecarInjector INJECTOR =
      new SidecarInjector(new InjectionContext(Settings.defaults(), true, ""));
  private static final KumaCluster CLUSTER = new KumaCluster();

  static Stream<byte[]> seeds() {
    return Stream.concat(
        InjectVectors.all().stream()
            .limit(200)
            .map(vector -> review(vector.namespace(), vector.pod().toString())),
        Stream.of(
                "", "{}", "[]", "{\"request\":{\"object\":null}}", "{\"kind\":\"AdmissionReview\"")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] review(String namespace, String pod) {
    return """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1",
         "kind":{"group":"","version":"v1","kind":"Pod"},"operation":"CREATE",
         "namespace":"%s","object":%s}}
        """
        .formatted(namespace, pod)
        .getBytes(StandardCharsets.UTF_8);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyBodyIsDecidedOrRejected(byte[] body) throws IOException {
    switch (AdmissionRequestReader.read(body, WebhookTarget.POD)) {
      case AdmissionRequest.Unreadable unreadable -> assertThat(unreadable.problem()).isNotBlank();
      case AdmissionRequest.Parsed parsed -> {
        if (parsed.pod().isPresent()) {
          check(INJECTOR.decide(parsed.pod().get(), parsed.namespace(), CLUSTER), body);
        }
      }
    }
  }

  /** A patch can be applied to the Pod as another parser reads it. */
  private static void check(Decision decision, byte[] body) throws IOException {
    switch (decision) {
      case Decision.Inject inject -> {
        var pod = tree(body).map(review -> review.at("/request/object"));
        pod.map(tree -> JsonPatch.apply(inject.patch().toJson(), tree))
            .ifPresent(patched -> assertThat(names(patched)).contains("kuma-sidecar"));
      }
      case Decision.Skip skip -> assertThat(skip.message()).isNotBlank();
      case Decision.Reject reject -> {
        assertThat(reject.message()).isNotBlank();
        assertThat(reject.reason().code()).isNotEqualTo("internal_error");
      }
    }
  }

  /** Empty if a member that the webhook skips, and does not decode, is invalid. */
  private static Optional<JsonNode> tree(byte[] body) throws IOException {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(JsonNode pod) {
    return Stream.of("containers", "initContainers")
        .map(list -> pod.path("spec").path(list))
        .flatMap(JsonNode::valueStream)
        .map(container -> container.path("name").asText())
        .toList();
  }
}
