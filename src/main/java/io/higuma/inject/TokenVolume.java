package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.QuotedText;
import java.util.Optional;

/** Resolves the volume of the sidecar's service account token. */
final class TokenVolume {
  private TokenVolume() {}

  /**
   * Returns the mount for the sidecar: of the volume in the annotation, else the token mount of the
   * first container that has one. Empty is valid: the sidecar then connects without a token.
   */
  static Optional<JsonNode> mount(
      AdmittedPod pod, PodOptions.Sidecar options, DecisionNotes notes) {
    if (options.tokenVolume().isEmpty()) {
      return pod.containers().stream().flatMap(c -> c.tokenMount().stream()).findFirst();
    }
    var volume = options.tokenVolume().get();
    if (!pod.volumes().contains(volume)) {
      notes.reject(
          Stage.ANNOTATIONS,
          RejectReason.VOLUME_NOT_FOUND,
          Annotations.SERVICE_ACCOUNT_TOKEN_VOLUME.name(),
          "the Pod has no volume named '" + QuotedText.of(volume) + "'");
      return Optional.empty();
    }
    return Optional.of(JsonNodes.readOnlyMount(volume, PodReader.TOKEN_PATH));
  }
}
