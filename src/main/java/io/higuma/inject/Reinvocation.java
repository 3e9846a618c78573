package io.higuma.inject;

import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides about a Pod that already has the sidecar. The Pod is skipped; but if Higuma injected it,
 * changes of other webhooks since then are repaired: a native sidecar that lost its restart policy,
 * probes of containers added later, and the order of containers.
 */
final class Reinvocation {
  private static final String INIT_CONTAINERS = "/spec/initContainers/";
  private static final String CONTAINERS = "/spec/containers/";

  private final AdmittedPod pod;
  private final DecisionNotes notes;
  private final List<Operation> repairs = new ArrayList<>();

  Reinvocation(AdmittedPod pod, DecisionNotes notes) {
    this.pod = pod;
    this.notes = notes;
  }

  Decision decide() {
    if (isInjectedByHiguma()) {
      restartPolicy();
      probes();
      if (notes.isRejected()) {
        return notes.rejection();
      }
      order(Annotations.INIT_FIRST.validIn(pod.annotations()).orElse(false));
    }
    return notes.skip(
        Stage.ALREADY_INJECTED,
        SkipReason.ALREADY_INJECTED,
        SkipReason.ALREADY_INJECTED.sentence(),
        new JsonPatch(repairs));
  }

  /** Only Pods that Higuma injected have this annotation; those injected by Kuma stay unchanged. */
  private boolean isInjectedByHiguma() {
    return Provenance.read(pod.annotations().getOrDefault(Annotations.INJECTION, "")).isPresent();
  }

  /** Without it the kubelet waits for the sidecar to exit, which never happens. */
  private void restartPolicy() {
    int at = indexOf(pod.initContainers(), ContainerKind.SIDECAR);
    if (at >= 0 && !pod.initContainers().get(at).isRestartable()) {
      repairs.add(
          new Operation.Add(INIT_CONTAINERS + at + "/restartPolicy", JsonNodes.text("Always")));
      warn(
          ReinvocationRepair.RESTART_POLICY,
          "kuma-sidecar had lost its restartPolicy Always, most likely to another webhook; it is"
              + " restored");
    }
  }

  /** The options of the first injection, from its annotations; the sidecar has the same options. */
  private PodOptions.Probes options() {
    return new PodOptions.Probes(
        Annotations.PROBE_PROXY_PORT.validIn(pod.annotations()).orElse(0),
        Annotations.VIRTUAL_PROBES.validIn(pod.annotations()).orElse(false),
        Annotations.VIRTUAL_PROBES_PORT.validIn(pod.annotations()).orElse(0));
  }

  private void probes() {
    var missed = new ProbeRewriting(options(), true, notes).rewrite(pod, isNative());
    repairs.addAll(missed);
    if (!missed.isEmpty()) {
      warn(
          ReinvocationRepair.PROBES,
          missed.size()
              + " probe(s) came after the injection, most likely from another webhook; they go"
              + " through the sidecar now");
    }
  }

  /** Restores the order of the injection. Moves come last because they change the indexes. */
  private void order(boolean initFirst) {
    int before = repairs.size();
    int sidecar = indexOf(pod.containers(), ContainerKind.SIDECAR);
    int init = indexOfInit();
    if (isNative()) {
      int nativeSidecar = indexOf(pod.initContainers(), ContainerKind.SIDECAR);
      move(INIT_CONTAINERS, init, 0);
      boolean initMovesForward = init > nativeSidecar;
      move(INIT_CONTAINERS, initMovesForward ? nativeSidecar + 1 : nativeSidecar, init < 0 ? 0 : 1);
    } else {
      move(CONTAINERS, sidecar, 0);
      move(INIT_CONTAINERS, init, initFirst ? 0 : pod.initContainers().size() - 1);
    }
    if (repairs.size() > before) {
      warn(
          ReinvocationRepair.ORDER,
          "containers of the mesh had been reordered, most likely by another webhook; their order"
              + " is restored");
    }
  }

  private void move(String list, int from, int to) {
    if (from >= 0 && from != to) {
      repairs.add(new Operation.Move(list + from, list + to));
    }
  }

  private boolean isNative() {
    return indexOf(pod.initContainers(), ContainerKind.SIDECAR) >= 0;
  }

  private int indexOfInit() {
    int init = indexOf(pod.initContainers(), ContainerKind.INIT);
    return init >= 0 ? init : indexOf(pod.initContainers(), ContainerKind.VALIDATION);
  }

  private static int indexOf(List<ContainerView> containers, ContainerKind kind) {
    return IntStream.range(0, containers.size())
        .filter(i -> containers.get(i).name().equals(kind.containerName()))
        .findFirst()
        .orElse(-1);
  }

  private void warn(ReinvocationRepair repair, String sentence) {
    notes.warn(Stage.ALREADY_INJECTED, repair.code(), sentence);
  }
}
