package io.higuma.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectVectors.Vector;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.workload.Uninjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UninjectionTest {
  private static final Path CLUSTER = Path.of("src/test/resources/kuma-2.14/cluster.yaml");
  private static final DocumentSurroundings SURROUNDINGS = surroundings();

  private static DocumentSurroundings surroundings() {
    try {
      var source = new Source(CLUSTER.toString(), Files.readString(CLUSTER));
      var objects = new ArrayList<JsonNode>();
      for (Document document : DocumentStream.read(source).documents()) {
        document.json().ifPresent(objects::add);
      }
      return new DocumentSurroundings(
          objects, new DocumentSurroundings.Assumptions("default", "kuma-system", true, false));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InjectionContext injection(String profile) {
    var settings = InjectVectors.settings(profile);
    return new InjectionContext(
        settings, settings.runtime().kubernetes().injector().sidecarContainers(), "");
  }

  /** Vectors with injected Pods. */
  static List<Vector> vectors() {
    return InjectVectors.all().stream()
        .filter(vector -> injected(vector.pod(), vector).isPresent())
        .toList();
  }

  private static Optional<JsonNode> injected(JsonNode pod, Vector vector) {
    try {
      return new SidecarInjector(injection(vector.profile()))
                  .decide(PodReader.read(pod), vector.namespace(), SURROUNDINGS)
              instanceof Decision.Inject inject
          ? Optional.of(io.fabric8.zjsonpatch.JsonPatch.apply(inject.patch().toJson(), pod))
          : Optional.empty();
    } catch (PodReader.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode restored(JsonNode injected, Vector vector) {
    var uninjection = new Uninjection(injection(vector.profile()), SURROUNDINGS);
    return switch (uninjection.restore(injected, vector.namespace())) {
      case Uninjection.Result.Restored restored -> {
        assertThat(restored.complete()).isTrue();
        yield restored.pod();
      }
      case Uninjection.Result.NotInjected(String message) -> throw new AssertionError(message);
      case Uninjection.Result.Impossible(String message) -> throw new AssertionError(message);
    };
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatIsRestoredIsInjectedToTheSameAgain(Vector vector) {
    var injected = injected(vector.pod(), vector).orElseThrow();
    var again = injected(restored(injected, vector), vector);

    assertThat(again.map(InjectVectors::normalised)).contains(InjectVectors.normalised(injected));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void restoresAllThatInjectionDidNotOverwrite(Vector vector) {
    var injected = injected(vector.pod(), vector).orElseThrow();

    assertThat(withoutWhatIsOverwritten(restored(injected, vector), injected))
        .isEqualTo(withoutWhatIsOverwritten(vector.pod(), injected));
  }

  /** Removes labels and annotations of injection, hosts of probes and names of ports. */
  private static JsonNode withoutWhatIsOverwritten(JsonNode pod, JsonNode injected) {
    ObjectNode copy = pod.deepCopy();
    copy.withObject("/metadata/labels").remove("kuma.io/mesh");
    var written = new ArrayList<String>();
    injected.at("/metadata/annotations").fieldNames().forEachRemaining(written::add);
    copy.withObject("/metadata/annotations").remove(written);
    for (var list : List.of("/spec/containers", "/spec/initContainers")) {
      for (var container : copy.at(list)) {
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
          for (var action : container.path(probe)) {
            if (action instanceof ObjectNode target) {
              target.remove("host");
              named(container, target.path("port").asText())
                  .ifPresent(port -> target.set("port", port));
            }
          }
        }
      }
    }
    return InjectVectors.normalised(copy);
  }

  private static Optional<JsonNode> named(JsonNode container, String name) {
    for (var port : container.path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return Optional.of(port.path("containerPort"));
      }
    }
    return Optional.empty();
  }

  @Test
  void leavesAPodAloneThatIsNotInjected() {
    var pod = InjectVectors.all().getFirst().pod();

    assertThat(new Uninjection(injection("default"), SURROUNDINGS).restore(pod, "demo"))
        .isEqualTo(new Uninjection.Result.NotInjected("it has no container kuma-sidecar"));
  }
}
