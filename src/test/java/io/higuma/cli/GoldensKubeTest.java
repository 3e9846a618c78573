package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.inject.workload.Workload;
import io.higuma.testing.KubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server accepts every Pod of the goldens. */
@NeedsKube
class GoldensKubeTest {
  private static final List<String> NO_DOCUMENTS = List.of("diff", "patch", "--help", "explain");

  static List<Golden> injectedStreams() {
    return Golden.all().stream()
        .filter(golden -> golden.arguments().contains("inject"))
        .filter(golden -> golden.arguments().stream().noneMatch(NO_DOCUMENTS::contains))
        .filter(golden -> golden.expected().keySet().stream().anyMatch(n -> n.startsWith("output")))
        // Unreadable documents are passed through: no API server accepts them.
        .filter(golden -> !golden.expected().containsKey("exit"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("injectedStreams")
  void podsAreAccepted(Golden golden, KubeApi kube, TestNamespace namespace) {
    var pods = pods(golden);

    var answer =
        kube.kubectlWith(
            list(pods).toString(),
            "-n",
            namespace.name(),
            "create",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            "-");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out().lines()).hasSameSizeAs(pods);
  }

  private static List<ObjectNode> pods(Golden golden) {
    var pods = new ArrayList<ObjectNode>();
    for (var document : DocumentStream.read(new Source("output", golden.run().out())).documents()) {
      var json = document.json();
      if (json.isPresent()) {
        for (var workload : Workload.in(json.get(), "")) {
          pods.add(pod(json.get().at(workload.podPointer()), pods.size()));
        }
      }
    }
    return pods;
  }

  /** A Pod of a workload, in the test's own namespace. */
  private static ObjectNode pod(JsonNode template, int number) {
    ObjectNode pod = template.deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    if (!pod.path("metadata").isObject()) {
      pod.putObject("metadata");
    }
    var metadata = pod.withObject("/metadata").put("name", "golden-" + number);
    metadata.remove("namespace");
    return pod;
  }

  private static ObjectNode list(List<ObjectNode> pods) {
    var list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
    list.putArray("items").addAll(pods);
    return list;
  }
}
