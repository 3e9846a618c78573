package io.higuma.inject;

import io.higuma.patch.EncodedJson;
import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the JSON patch of one Pod. Its size depends on what injection adds, not on the size of the
 * Pod.
 */
final class PodPatch {
  private final AdmittedPod pod;
  private final List<Operation> operations = new ArrayList<>();

  PodPatch(AdmittedPod pod) {
    this.pod = pod;
  }

  /** Must be called first: the indexes of the operations are those of the original Pod. */
  PodPatch probes(List<Operation> rewritten) {
    operations.addAll(rewritten);
    return this;
  }

  PodPatch metadata(InjectedMetadata label, List<InjectedMetadata> annotations) {
    if (!pod.present().metadata()) {
      operations.add(new Operation.Add("/metadata", JsonNodes.object()));
    }
    entries(InjectedMetadata.LABELS, pod.present().labels(), pod.labels(), List.of(label));
    entries(
        InjectedMetadata.ANNOTATIONS, pod.present().annotations(), pod.annotations(), annotations);
    return this;
  }

  /** Must be called before the other members of {@code spec}. */
  PodPatch volumes(List<EncodedJson> volumes) {
    if (!pod.present().spec()) {
      operations.add(new Operation.Add("/spec", JsonNodes.object()));
    }
    if (!pod.present().volumes()) {
      operations.add(new Operation.AddEncoded("/spec/volumes", EncodedJson.list(volumes)));
    } else {
      for (var volume : volumes) {
        operations.add(new Operation.AddEncoded("/spec/volumes/-", volume));
      }
    }
    return this;
  }

  /** Native sidecar: after the mesh's init container, before the Pod's own init containers. */
  PodPatch nativeSidecar(EncodedJson sidecar, Optional<EncodedJson> init) {
    var path = "/spec/initContainers";
    prepend(path, pod.present().initContainers(), sidecar);
    init.ifPresent(container -> prepend(path, true, container));
    return this;
  }

  /** Ordinary sidecar: the first container, because the kubelet starts containers in order. */
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

  private void entries(
      String path, boolean present, Map<String, String> own, List<InjectedMetadata> entries) {
    if (!present) {
      var all = JsonNodes.object();
      entries.forEach(entry -> all.put(entry.key(), entry.value()));
      operations.add(new Operation.Add(path, all));
      return;
    }
    for (var entry : entries) {
      if (!entry.value().equals(own.get(entry.key()))) {
        operations.add(entry.operation());
      }
    }
  }
}
