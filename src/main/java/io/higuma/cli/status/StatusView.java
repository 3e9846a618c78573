package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.sandbox.InjectionStates.InjectionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The displayed status of the cluster.
 *
 * @param pods the Pods, refused ones last
 * @param inbounds of the Dataplanes
 */
record StatusView(List<PodRow> pods, List<InboundRow> inbounds) {
  /** The sandbox's namespace, which is not displayed. */
  private static final String NAMESPACE = "bookstore";

  /**
   * A Pod.
   *
   * @param ready number of ready containers, such as {@code 1/2}
   * @param status as kubectl shows it
   * @param injection its injection state
   * @param reason of the state
   */
  record PodRow(String name, String ready, String status, String injection, String reason) {}

  /**
   * An inbound of a Dataplane.
   *
   * @param tags its tags, without Kuma's own
   * @param health {@code ready} or {@code not ready}
   */
  record InboundRow(
      String dataplane, int port, String service, String protocol, String tags, String health) {}

  static StatusView of(
      ClusterState cluster,
      Map<String, InjectionState> states,
      Collection<Documents.Refused> refused) {
    var pods =
        Stream.concat(
                cluster.pods().stream().map(pod -> row(pod, states)),
                refused.stream()
                    .sorted(Comparator.comparing(Documents.Refused::name))
                    .map(StatusView::row))
            .toList();
    var inbounds = cluster.dataplanes().stream().flatMap(StatusView::inbounds).toList();
    return new StatusView(pods, inbounds);
  }

  private static PodRow row(JsonNode pod, Map<String, InjectionState> states) {
    var name = displayName(ClusterState.namespace(pod), ClusterState.name(pod));
    var state = states.getOrDefault(InjectionStates.key(pod), InjectionState.of(pod));
    return new PodRow(name, ready(pod), status(pod), state.state(), state.reason());
  }

  private static PodRow row(Documents.Refused refused) {
    return new PodRow(
        displayName(refused.namespace(), refused.name()), "", "", "refused", refused.message());
  }

  private static String displayName(String namespace, String name) {
    return namespace.equals(NAMESPACE) ? name : namespace + "/" + name;
  }

  private static String ready(JsonNode pod) {
    var all = new ArrayList<JsonNode>();
    pod.at("/spec/initContainers").forEach(one -> addSidecar(one, all));
    pod.at("/spec/containers").forEach(all::add);
    var ready =
        Stream.of("initContainerStatuses", "containerStatuses")
            .flatMap(field -> pod.at("/status/" + field).valueStream())
            .filter(status -> status.path("ready").asBoolean())
            .map(status -> status.path("name").asText())
            .toList();
    long count = all.stream().filter(one -> ready.contains(one.path("name").asText())).count();
    return count + "/" + all.size();
  }

  private static void addSidecar(JsonNode init, List<JsonNode> all) {
    if (init.path("restartPolicy").asText().equals("Always")) {
      all.add(init);
    }
  }

  private static String status(JsonNode pod) {
    if (ClusterState.isTerminating(pod)) {
      return "Terminating";
    }
    var phase = pod.at("/status/phase").asText("Pending");
    return phase.equals("Succeeded") ? "Completed" : phase;
  }

  private static Stream<InboundRow> inbounds(JsonNode dataplane) {
    var name = displayName(ClusterState.namespace(dataplane), ClusterState.name(dataplane));
    return dataplane
        .at("/spec/networking/inbound")
        .valueStream()
        .map(
            inbound ->
                new InboundRow(
                    name,
                    inbound.path("port").asInt(),
                    inbound.at("/tags/kuma.io~1service").asText(),
                    inbound.at("/tags/kuma.io~1protocol").asText(),
                    tags(inbound.path("tags")),
                    isReady(inbound) ? "ready" : "not ready"));
  }

  /** Without Kuma's own tags: they have columns, or follow from them. */
  private static String tags(JsonNode tags) {
    return tags.propertyStream()
        .filter(tag -> !tag.getKey().contains("kuma.io/"))
        .filter(tag -> !tag.getKey().equals("pod-template-hash"))
        .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether an inbound of a Dataplane is ready. */
  static boolean isReady(JsonNode inbound) {
    return inbound.path("state").asText("Ready").equals("Ready")
        && inbound.at("/health/ready").asBoolean(true);
  }
}
