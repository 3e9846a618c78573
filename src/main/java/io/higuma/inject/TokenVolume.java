package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Annotations;
import java.util.Optional;

/** Where the sidecar's service account token comes from. */
final class TokenVolume {
  private TokenVolume() {}

  /**
   * The mount for the sidecar: of the volume that an annotation names, else the one of the first
   * container that mounts a token; none is fine, the sidecar then joins without one.
   */
  static Optional<JsonNode> mount(
      AdmittedPod pod, PodOptions.Sidecar options, DecisionNotes notes) {
    if (options.tokenVolume().isEmpty()) {
      return pod.containers().stream().flatMap(c -> c.tokenMount().stream()).findFirst();
    }
    var volume = options.tokenVolume().get();
    if (!pod.volumes().contains(volume)) {
      notes.refuse(
          Stage.ANNOTATIONS,
          RejectReason.VOLUME_NOT_FOUND,
          Annotations.SERVICE_ACCOUNT_TOKEN_VOLUME.name(),
          "the Pod has no volume named '" + volume + "'");
      return Optional.empty();
    }
    return Optional.of(JsonNodes.readOnlyMount(volume, PodReader.TOKEN_PATH));
  }
}
