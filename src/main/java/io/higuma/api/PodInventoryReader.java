package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.PodReader;
import io.higuma.inject.workload.Controller;
import io.higuma.inject.workload.Inspection;
import io.higuma.inject.workload.PodState;
import io.higuma.kuma.PodPhase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the Pods of the cluster with their injection states.
 *
 * @param inspector reads and inspects Pods
 * @param clock time of the snapshots
 */
record PodInventoryReader(ClusterInspection inspector, InstantSource clock)
    implements InventoryReader {

  /** Rows share equal parts, to save memory: most Pods of a workload are in the same state. */
  private static final class Shared {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Explanations.State, Explanations.State> states = new HashMap<>();

    String of(String text) {
      return texts.computeIfAbsent(text, same -> same);
    }

    Explanations.State of(Explanations.State state) {
      return states.computeIfAbsent(state, same -> same);
    }
  }

  @Override
  public InventorySnapshot read(String namespace, Runnable beat) {
    return read(namespace, inspector.proxies(namespace), beat);
  }

  @Override
  public InventorySnapshot readStates(Runnable beat) {
    return read("", Map.of(), beat);
  }

  @Override
  public Object settings() {
    return inspector.context();
  }

  private InventorySnapshot read(String namespace, Map<String, ProxyView> proxies, Runnable beat) {
    var at = clock.instant();
    var inspection = inspector.inspection();
    var shared = new Shared();
    List<InventoryView.InventoriedPod> pods = new ArrayList<>();
    inspector.forEachPod(
        namespace,
        pod -> {
          beat.run();
          if (!PodPhase.isEnded(pod.path("status").path("phase").asText())) {
            pods.add(one(inspection, proxies, pod, shared));
          }
        });
    return new InventorySnapshot(at, pods);
  }

  private static InventoryView.InventoriedPod one(
      Inspection inspection, Map<String, ProxyView> proxies, JsonNode stored, Shared shared) {
    var metadata = stored.path("metadata");
    var name = metadata.path("name").asText();
    var namespace = shared.of(metadata.path("namespace").asText());
    Controller owner;
    PodState state;
    try {
      var pod = PodReader.read(stored);
      owner = Controller.of(pod);
      state = inspection.inspect(stored, pod);
    } catch (PodReader.Malformed e) {
      owner = new Controller(namespace, "Pod", name);
      state = new PodState.Unknown(String.valueOf(e.getMessage()));
    }
    return new InventoryView.InventoriedPod(
        namespace,
        name,
        shared.of(owner.kind() + "/" + owner.name()),
        isReady(stored),
        shared.of(PodStateView.view(state)),
        Optional.ofNullable(proxies.get(ClusterInspection.podKey(namespace, name))));
  }

  private static boolean isReady(JsonNode pod) {
    for (var condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
