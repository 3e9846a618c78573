package io.higuma.inject;

import io.higuma.patch.EncodedJson;
import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the patch of one Pod from what injection adds. Its length depends on what is added, never
 * on how large the Pod is.
 */
final class PodPatch {
  private final AdmittedPod pod;
  private final List<Operation> operations = new ArrayList<>();

  PodPatch(AdmittedPod pod) {
    this.pod = pod;
  }

  /** Probes first: their indexes are those of the Pod as it came. */
  PodPatch probes(List<Operation> rewritten) {
    operations.addAll(rewritten);
    return this;
  }

  PodPatch metadata(InjectedMetadata label, List<InjectedMetadata> annotations) {
    if (!pod.present().metadata()) {
      operations.add(new Operation.Add("/metadata", JsonNodes.object()));
    }
    marks(InjectedMetadata.LABELS, pod.present().labels(), pod.labels(), List.of(label));
    marks(
        InjectedMetadata.ANNOTATIONS, pod.present().annotations(), pod.annotations(), annotations);
    return this;
  }

  PodPatch volumes(List<EncodedJson> volumes) {
    if (!pod.present().volumes()) {
      operations.add(new Operation.AddEncoded("/spec/volumes", EncodedJson.list(volumes)));
    } else {
      for (var volume : volumes) {
        operations.add(new Operation.AddEncoded("/spec/volumes/-", volume));
      }
    }
    return this;
  }

  /** Native sidecar: right behind our init container, before the Pod's own. */
  PodPatch nativeSidecar(EncodedJson sidecar, Optional<EncodedJson> init) {
    var path = "/spec/initContainers";
    prepend(path, pod.present().initContainers(), sidecar);
    init.ifPresent(container -> prepend(path, true, container));
    return this;
  }

  /** Ordinary sidecar: the first container, so that the kubelet starts it first. */
  PodPatch ordinarySidecar(EncodedJson sidecar, Optional<EncodedJson> init, boolean initFirst) {
    prepend("/spec/containers", pod.present().containers(), sidecar);
    init.ifPresent(
        container -> {
          var path = "/spec/initContainers";
          if (initFirst || !pod.present().initContainers()) {
            prepend(path, pod.present().initContainers(), container);
          } else {
            operations.add(new Operation.AddEncoded(path + "/-", container));
          }
        });
    return this;
  }

  JsonPatch build() {
    return new JsonPatch(operations);
  }

  private void prepend(String path, boolean present, EncodedJson container) {
    operations.add(
        present
            ? new Operation.AddEncoded(path + "/0", container)
            : new Operation.AddEncoded(path, EncodedJson.list(List.of(container))));
  }

  private void marks(
      String path, boolean present, Map<String, String> own, List<InjectedMetadata> marks) {
    if (!present) {
      var all = JsonNodes.object();
      marks.forEach(mark -> all.put(mark.key(), mark.value()));
      operations.add(new Operation.Add(path, all));
      return;
    }
    for (var mark : marks) {
      if (!mark.value().equals(own.get(mark.key()))) {
        operations.add(mark.operation());
      }
    }
  }
}
