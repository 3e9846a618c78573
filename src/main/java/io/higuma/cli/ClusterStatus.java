package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.status.InjectionState;
import io.higuma.cli.status.StatusText;
import io.higuma.cli.status.StatusView;
import io.higuma.cli.status.StatusView.InboundRow;
import io.higuma.cli.status.StatusView.PodRow;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The status of a namespace or of all, read from the API server and the control plane. */
final class ClusterStatus {
  private static final Set<String> GOOD = Set.of("injected", "skipped", "");
  private static final FieldFilter PODS =
      FieldFilter.of(
          "items(metadata(name,namespace,labels,annotations,deletionTimestamp),"
              + "spec(initContainers,containers),"
              + "status(phase,initContainerStatuses,containerStatuses))");
  private static final FieldFilter DATAPLANES =
      FieldFilter.of("items(metadata(name,namespace),spec(networking(inbound)))");

  private final ConfigHttp controlPlane;
  private final ApiCalls api;
  private final String namespace;
  private final int rows;

  /**
   * Connects to the control plane.
   *
   * @param namespace empty for all
   * @param rows most rows of a table
   * @throws CommandFailure if there is no control plane
   */
  ClusterStatus(ClusterAccess cluster, String namespace, int rows) throws CommandFailure {
    this.controlPlane = cluster.controlPlane();
    this.api = new ApiCalls(cluster.client());
    this.namespace = namespace;
    this.rows = rows;
  }

  /**
   * What was seen.
   *
   * @param view the first rows
   * @param summary number of Pods by state, and of the rows that are left out
   */
  record Seen(StatusView view, String summary) {
    /** All as lines of text. */
    List<String> lines() {
      return Stream.concat(StatusText.of(view).stream(), Stream.of("", summary)).toList();
    }
  }

  /**
   * Reads it.
   *
   * @throws CommandFailure if the cluster or the control plane does not answer
   */
  Seen read() throws CommandFailure, InterruptedException {
    var query = namespace.isEmpty() ? "" : "?namespace=" + namespace;
    var inventory = controlPlane.get("/inventory" + query).bodyOrFailure();
    var pods = list(ApiPath.core(), "pods", PODS);
    var states = InjectionState.byPod(inventory, pods);
    var podRows =
        pods.stream()
            .map(pod -> PodRow.of(name(pod), pod, states))
            .sorted(Comparator.comparing(ClusterStatus::isGood).thenComparing(PodRow::name))
            .toList();
    var inbounds =
        list(ApiPath.kuma(), "dataplanes", DATAPLANES).stream()
            .flatMap(dataplane -> InboundRow.of(name(dataplane), dataplane))
            .sorted(Comparator.comparing(InboundRow::health).thenComparing(InboundRow::dataplane))
            .toList();
    var view =
        new StatusView(
            podRows.stream().limit(rows).toList(), inbounds.stream().limit(rows).toList());
    return new Seen(view, summary(inventory, podRows.size(), inbounds.size()));
  }

  private static boolean isGood(PodRow pod) {
    return GOOD.contains(pod.injection());
  }

  private String summary(JsonNode inventory, int pods, int inbounds) {
    var parts = new ArrayList<String>();
    inventory
        .path("counts")
        .properties()
        .forEach(count -> parts.add(count.getValue().asInt() + " " + count.getKey()));
    parts.add(inventory.path("online").asInt() + " sidecars connected");
    int hidden = Math.max(0, pods - rows) + Math.max(0, inbounds - rows);
    if (hidden > 0) {
      parts.add(hidden + " rows not shown");
    }
    return String.join(", ", parts);
  }

  private String name(JsonNode object) {
    var name = object.at("/metadata/name").asText();
    return namespace.isEmpty() ? object.at("/metadata/namespace").asText() + "/" + name : name;
  }

  private List<JsonNode> list(ApiPath group, String resource, FieldFilter filter)
      throws CommandFailure, InterruptedException {
    var scope = namespace.isEmpty() ? group : group.namespace(namespace);
    try {
      var answer = api.get(scope.resource(resource));
      if (!answer.isSuccess()) {
        throw new CommandFailure(resource + " cannot be read: " + answer.summary());
      }
      return answer.object(filter).path("items").valueStream().toList();
    } catch (IOException e) {
      throw new CommandFailure("the cluster cannot be reached: " + e.getMessage());
    }
  }
}
