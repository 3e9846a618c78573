package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.LiveCandidates.Kind;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Names in a cluster, for completion: what cannot be read in time is left out. */
final class ClusterWords {
  /** All lists together; a shell must not wait longer. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final String MAX_NAMES = "500";
  private static final FieldFilter NAMES = FieldFilter.of("items(metadata(name))");

  private final ClusterAccess cluster;
  private final ApiCalls api;
  private final long start = System.nanoTime();

  private ClusterWords(ClusterAccess cluster) {
    this.cluster = cluster;
    this.api = new ApiCalls(cluster.client());
  }

  /** The names; empty if the cluster cannot be read. */
  static List<String> of(Kind kind, KubectlOptions options, Terminal terminal)
      throws InterruptedException {
    try (var cluster = ClusterAccess.open(options, terminal)) {
      return new ClusterWords(cluster).words(kind);
    } catch (CommandFailure | KubernetesClientException _) {
      return List.of();
    }
  }

  private List<String> words(Kind kind) throws InterruptedException {
    return switch (kind) {
      case namespaces -> names(ApiPath.core().resource("namespaces"));
      case contexts -> cluster.contexts();
      case pods -> names(namespaced(ApiPath.core(), "pods"));
      case workloads -> workloads();
    };
  }

  private List<String> workloads() throws InterruptedException {
    var words = new ArrayList<String>();
    for (var type : WorkloadReference.Type.values()) {
      if (type.isNamedByUsers()) {
        names(namespaced(type.group(), type.plural()))
            .forEach(name -> words.add(type.usualName() + "/" + name));
      }
    }
    return words;
  }

  private ApiPath namespaced(ApiPath group, String resource) {
    return group.namespace(cluster.namespace()).resource(resource);
  }

  private List<String> names(ApiPath path) throws InterruptedException {
    var left = LIMIT.minusNanos(System.nanoTime() - start);
    if (!left.isPositive()) {
      return List.of();
    }
    try {
      var answer = api.get(path.with("limit", MAX_NAMES), left);
      return answer.isSuccess() ? names(answer.object(NAMES)).toList() : List.of();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static Stream<String> names(JsonNode list) {
    return list.path("items").valueStream().map(item -> item.at("/metadata/name").asText());
  }
}
