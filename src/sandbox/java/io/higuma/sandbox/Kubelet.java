package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Simulates scheduler and kubelet by writing Pod statuses: an address, then containers that start
 * and become ready one after the other, Jobs that succeed, Pods that terminate.
 */
final class Kubelet {
  static final String NODE = "sandbox";

  /** The first three numbers of addresses that nothing needs to reach. */
  static final String NETWORK = "10.42.0.";

  /** Steps until a Pod reaches the next stage. */
  private static final int STEPS_PER_STAGE = 3;

  private final KubeRest rest;
  private final String network;
  private final Map<String, Integer> ages = new HashMap<>();
  private final Map<String, Stage> reported = new HashMap<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final Set<String> unready = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> unreadySince = new ConcurrentHashMap<>();
  private final String started =
      Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();

  /** The stage of a Pod. */
  private enum Stage {
    SCHEDULED,
    SIDECAR_UP,
    READY,
    UNREADY,
    DONE,
    TERMINATING;

    boolean isOver() {
      return this == DONE || this == TERMINATING;
    }
  }

  /**
   * Creates a kubelet without Pods.
   *
   * @param network the first three numbers of the Pods' addresses, such as {@link #NETWORK}
   */
  Kubelet(KubeRest rest, String network) {
    this.rest = rest;
    this.network = network;
  }

  /** Makes the Pod's own containers not ready. */
  void makeUnready(JsonNode pod) {
    unready.add(ClusterState.uid(pod));
  }

  /** When the status of an unready Pod was written, as {@link System#nanoTime}; 0 if it was not. */
  long unreadySince(JsonNode pod) {
    return unreadySince.getOrDefault(ClusterState.uid(pod), 0L);
  }

  /** One step of all Pods. */
  void step(ClusterState cluster) throws IOException, InterruptedException {
    for (var pod : cluster.pods()) {
      int age = ages.merge(key(pod), 1, Integer::sum);
      var path =
          ApiPath.core().namespace(ClusterState.namespace(pod)).resource("pods").name(name(pod));
      if (pod.at("/spec/nodeName").asText("").isEmpty()) {
        bind(path, name(pod));
      } else if (ClusterState.isTerminating(pod) && age > 3 * STEPS_PER_STAGE) {
        rest.delete(path, true);
      } else {
        report(path, pod, stage(pod, age));
      }
    }
  }

  /** The age of a terminating Pod counts from its deletion. */
  private static String key(JsonNode pod) {
    return ClusterState.uid(pod) + (ClusterState.isTerminating(pod) ? " going" : "");
  }

  private static String name(JsonNode pod) {
    return ClusterState.name(pod);
  }

  private Stage stage(JsonNode pod, int age) {
    if (ClusterState.isTerminating(pod)) {
      return Stage.TERMINATING;
    }
    boolean ends = pod.at("/spec/restartPolicy").asText().equals("Never");
    if (age <= STEPS_PER_STAGE) {
      return Stage.SCHEDULED;
    }
    if (age <= 2 * STEPS_PER_STAGE) {
      return Stage.SIDECAR_UP;
    }
    if (ends && age > 5 * STEPS_PER_STAGE) {
      return Stage.DONE;
    }
    return unready.contains(ClusterState.uid(pod)) ? Stage.UNREADY : Stage.READY;
  }

  private void bind(ApiPath path, String name) throws IOException, InterruptedException {
    var binding =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Binding");
    binding.putObject("metadata").put("name", name);
    binding.putObject("target").put("kind", "Node").put("name", NODE);
    rest.create(path.subresource("binding"), binding);
  }

  private void report(ApiPath path, JsonNode pod, Stage stage)
      throws IOException, InterruptedException {
    if (stage == reported.get(ClusterState.uid(pod))) {
      return;
    }
    var patch = JsonNodeFactory.instance.objectNode();
    patch.set("status", status(pod, stage));
    if (stage == Stage.UNREADY) {
      unreadySince.put(ClusterState.uid(pod), System.nanoTime());
    }
    rest.merge(path.subresource("status"), patch);
    // Only after success: failed patches are retried.
    reported.put(ClusterState.uid(pod), stage);
  }

  private ObjectNode status(JsonNode pod, Stage stage) {
    var status = JsonNodeFactory.instance.objectNode().put("phase", phase(stage));
    var address =
        addresses.computeIfAbsent(ClusterState.uid(pod), _ -> network + (addresses.size() + 10));
    status.put("podIP", address).put("hostIP", "127.0.0.1").put("startTime", started);
    status.putArray("podIPs").addObject().put("ip", address);
    boolean ready = stage == Stage.READY;
    var conditions = status.putArray("conditions");
    condition(conditions, "PodScheduled", true);
    condition(conditions, "Initialized", stage != Stage.SCHEDULED);
    condition(conditions, "ContainersReady", ready);
    condition(conditions, "Ready", ready);
    var inits = status.putArray("initContainerStatuses");
    for (var container : pod.at("/spec/initContainers")) {
      init(inits, container, stage);
    }
    var containers = status.putArray("containerStatuses");
    for (var container : pod.at("/spec/containers")) {
      container(containers, container, stage);
    }
    return status;
  }

  private static String phase(Stage stage) {
    return switch (stage) {
      case SCHEDULED, SIDECAR_UP -> "Pending";
      case READY, UNREADY, TERMINATING -> "Running";
      case DONE -> "Succeeded";
    };
  }

  private static void condition(ArrayNode conditions, String type, boolean holds) {
    conditions.addObject().put("type", type).put("status", holds ? "True" : "False");
  }

  /** Native sidecars keep running, other init containers complete. */
  private void init(ArrayNode statuses, JsonNode container, Stage stage) {
    boolean stays = container.path("restartPolicy").asText().equals("Always");
    boolean up = stage != Stage.SCHEDULED && !stage.isOver();
    var one = named(statuses, container).put("ready", stays ? up : stage != Stage.SCHEDULED);
    if (stage == Stage.SCHEDULED) {
      setWaiting(one);
    } else if (stays && up) {
      setRunning(one);
    } else {
      setTerminated(one);
    }
  }

  private void container(ArrayNode statuses, JsonNode container, Stage stage) {
    boolean ordinarySidecar = container.path("name").asText().equals("kuma-sidecar");
    boolean up =
        stage == Stage.READY
            || (stage == Stage.UNREADY && ordinarySidecar)
            || (stage == Stage.SIDECAR_UP && ordinarySidecar);
    var one = named(statuses, container).put("ready", up);
    if (stage == Stage.SCHEDULED || (stage == Stage.SIDECAR_UP && !ordinarySidecar)) {
      setWaiting(one);
    } else if (stage.isOver()) {
      setTerminated(one);
    } else {
      setRunning(one);
    }
  }

  private static ObjectNode named(ArrayNode statuses, JsonNode container) {
    return statuses
        .addObject()
        .put("name", container.path("name").asText())
        .put("image", container.path("image").asText())
        .put("imageID", "")
        .put("restartCount", 0);
  }

  private static void setWaiting(ObjectNode status) {
    status.put("started", false).withObject("/state/waiting").put("reason", "PodInitializing");
  }

  private void setRunning(ObjectNode status) {
    status.put("started", true).withObject("/state/running").put("startedAt", started);
  }

  private static void setTerminated(ObjectNode status) {
    status
        .put("started", false)
        .withObject("/state/terminated")
        .put("exitCode", 0)
        .put("reason", "Completed");
  }
}
