package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.sandbox.InjectionStates.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people look at.
 *
 * @param pods the Pods, those that were refused last
 * @param inbounds of the Dataplanes
 */
record StatusView(List<PodRow> pods, List<InboundRow> inbounds) {
  /** These are the sandbox's home. */
  private static final String NAMESPACE = "bookstore";

  /**
   * A Pod.
   *
   * @param ready how many of its containers are, such as {@code 1/2}
   * @param status as kubectl says it
   * @param injection how it stands to injection
   * @param reason why
   */
  record PodRow(String name, String ready, String status, String injection, String reason) {}

  /**
   * An inbound of a Dataplane.
   *
   * @param tags those that tell it from others
   * @param health {@code ready} or {@code not ready}
   */
  record InboundRow(
      String dataplane, int port, String service, String protocol, String tags, String health) {}

  static StatusView of(
      ClusterState cluster,
      Map<String, Standing> standings,
      Collection<Documents.Refused> refused) {
    var pods =
        Stream.concat(
                cluster.pods().stream().map(pod -> row(pod, standings)),
                refused.stream()
                    .sorted(Comparator.comparing(Documents.Refused::name))
                    .map(StatusView::row))
            .toList();
    var inbounds = cluster.dataplanes().stream().flatMap(StatusView::inbounds).toList();
    return new StatusView(pods, inbounds);
  }

  private static PodRow row(JsonNode pod, Map<String, Standing> standings) {
    var name = shown(ClusterState.namespace(pod), ClusterState.name(pod));
    var standing = standings.getOrDefault(InjectionStates.key(pod), Standing.of(pod));
    return new PodRow(name, ready(pod), status(pod), standing.state(), standing.reason());
  }

  private static PodRow row(Documents.Refused refused) {
    return new PodRow(
        shown(refused.namespace(), refused.name()), "", "", "refused", refused.message());
  }

  private static String shown(String namespace, String name) {
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
    if (ClusterState.isGoing(pod)) {
      return "Terminating";
    }
    var phase = pod.at("/status/phase").asText("Pending");
    return phase.equals("Succeeded") ? "Completed" : phase;
  }

  private static Stream<InboundRow> inbounds(JsonNode dataplane) {
    var name = shown(ClusterState.namespace(dataplane), ClusterState.name(dataplane));
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

  /** Those that Kuma makes are in columns of their own, or follow from them. */
  private static String tags(JsonNode tags) {
    return tags.propertyStream()
        .filter(tag -> !tag.getKey().contains("kuma.io/"))
        .filter(tag -> !tag.getKey().equals("pod-template-hash"))
        .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether an inbound of a Dataplane can take calls. */
  static boolean isReady(JsonNode inbound) {
    return inbound.path("state").asText("Ready").equals("Ready")
        && inbound.at("/health/ready").asBoolean(true);
  }
}
