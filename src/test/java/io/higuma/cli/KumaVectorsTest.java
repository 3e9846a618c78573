package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectVectors.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line injects streams as Kuma does in the recorded vectors. */
class KumaVectorsTest {
  private static final String DATA = "src/test/resources/kuma-2.14/";
  private static final List<Vector> VECTORS = InjectVectors.all();

  static SortedSet<String> profiles() {
    return VECTORS.stream().map(Vector::profile).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void injectsAStreamOfYamlAsKumaDid(String profile) {
    var vectors = of(profile, true);
    var stream =
        vectors.stream()
            .map(v -> "---\n" + Document.yaml(withNamespace(v)))
            .collect(Collectors.joining());

    var run = inject(profile, stream);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertAsRecorded(vectors, run.out());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void injectsAStreamOfJsonAsKumaDid(String profile) {
    var vectors = of(profile, true);
    var stream = vectors.stream().map(v -> withNamespace(v) + "\n").collect(Collectors.joining());

    var run = inject(profile, stream);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSameSizeAs(vectors);
    assertAsRecorded(vectors, run.out());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void refusesWhatKumaRefused(String profile) {
    var vectors = of(profile, false);
    var stream = vectors.stream().map(v -> withNamespace(v) + "\n").collect(Collectors.joining());

    var run = inject(profile, stream);

    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("refused: ")))
        .hasSameSizeAs(vectors);
    assertThat(run.exitCode()).isEqualTo(vectors.isEmpty() ? Exit.DONE : Exit.REFUSED);
  }

  private static List<Vector> of(String profile, boolean allowed) {
    return VECTORS.stream()
        .filter(v -> v.profile().equals(profile) && v.patched().isPresent() == allowed)
        .toList();
  }

  private static CommandRun inject(String profile, String stream) {
    return CommandRun.in(
        Path.of("").toAbsolutePath(),
        InjectVectors.environment(profile),
        stream,
        List.of(
            "inject",
            "--context",
            DATA + "cluster.yaml",
            "--set",
            "runtime.kubernetes.injector.caCertFile=" + DATA + "ca.crt",
            "-"));
  }

  /** A Pod in a manifest has its namespace; one in an admission review may not. */
  private static ObjectNode withNamespace(Vector vector) {
    ObjectNode pod = vector.pod().deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("/metadata").put("namespace", vector.namespace());
    return pod;
  }

  private static void assertAsRecorded(List<Vector> vectors, String out) {
    var documents = new ArrayList<JsonNode>();
    DocumentStream.read(new Source("out", out))
        .documents()
        .forEach(document -> document.json().ifPresent(documents::add));
    assertThat(documents).hasSameSizeAs(vectors);
    for (int i = 0; i < documents.size(); i++) {
      assertThat(comparable(documents.get(i)))
          .as(vectors.get(i).name())
          .isEqualTo(comparable(vectors.get(i).patched().orElseThrow()));
    }
  }

  private static JsonNode comparable(JsonNode pod) {
    ObjectNode copy = pod.deepCopy();
    copy.remove(List.of("apiVersion", "kind"));
    copy.withObject("/metadata").remove("namespace");
    return InjectVectors.normalised(copy);
  }
}
