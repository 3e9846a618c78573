package io.higuma.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The displayed status of a cluster.
 *
 * @param pods the Pods
 * @param inbounds of the Dataplanes
 */
public record StatusView(List<PodRow> pods, List<InboundRow> inbounds) {

  /**
   * A Pod.
   *
   * @param name as displayed
   * @param ready number of ready containers, such as {@code 1/2}
   * @param status as kubectl shows it
   * @param injection its injection state
   * @param reason of the state
   */
  public record PodRow(String name, String ready, String status, String injection, String reason) {

    /**
     * The row of a Pod.
     *
     * @param name as displayed
     * @param states by {@link InjectionState#key}; the Pod's metadata are used if it has none
     */
    public static PodRow of(String name, JsonNode pod, Map<String, InjectionState> states) {
      var state = states.getOrDefault(InjectionState.key(pod), InjectionState.of(pod));
      return new PodRow(name, readyOf(pod), statusOf(pod), state.state(), state.reason());
    }
  }

  /**
   * An inbound of a Dataplane.
   *
   * @param dataplane as displayed
   * @param tags its tags, without Kuma's own
   * @param health {@code ready} or {@code not ready}
   */
  public record InboundRow(
      String dataplane, int port, String service, String protocol, String tags, String health) {

    /** The rows of a Dataplane. */
    public static Stream<InboundRow> of(String name, JsonNode dataplane) {
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
                      tagsOf(inbound.path("tags")),
                      isReady(inbound) ? "ready" : "not ready"));
    }
  }

  private static String readyOf(JsonNode pod) {
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

  private static String statusOf(JsonNode pod) {
    if (pod.path("metadata").has("deletionTimestamp")) {
      return "Terminating";
    }
    var phase = pod.at("/status/phase").asText("Pending");
    return phase.equals("Succeeded") ? "Completed" : phase;
  }

  /** Without Kuma's own tags: they have columns, or follow from them. */
  private static String tagsOf(JsonNode tags) {
    return tags.propertyStream()
        .filter(tag -> !tag.getKey().contains("kuma.io/"))
        .filter(tag -> !tag.getKey().equals("pod-template-hash"))
        .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether an inbound of a Dataplane is ready. */
  public static boolean isReady(JsonNode inbound) {
    return inbound.path("state").asText("Ready").equals("Ready")
        && inbound.at("/health/ready").asBoolean(true);
  }
}
