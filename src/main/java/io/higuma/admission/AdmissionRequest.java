package io.higuma.admission;

import io.higuma.inject.AdmittedPod;
import io.higuma.patch.NamedPatch;
import java.util.Optional;

/** Result of parsing an AdmissionReview request body. */
public sealed interface AdmissionRequest {

  /** The version of the response; the newest if the request's version is unknown. */
  ReviewVersion version();

  /** The uid of the request, which the response repeats; empty if unknown. */
  String uid();

  /**
   * A valid admission request.
   *
   * @param operation {@code CREATE}, {@code UPDATE}, …; {@code CREATE} if absent
   * @param subResource such as {@code status}; empty for the object itself
   * @param namespace of the object; empty if absent
   * @param name of the object; empty if it will be generated
   * @param dryRun whether nothing will be stored
   * @param pod the object if it is a Pod; empty on deletion
   * @param patch the object if it is a ContainerPatch; empty on deletion
   */
  record Parsed(
      ReviewVersion version,
      String uid,
      String operation,
      String subResource,
      String namespace,
      String name,
      boolean dryRun,
      Optional<AdmittedPod> pod,
      Optional<PatchObject> patch)
      implements AdmissionRequest {

    /** The name of the object for logs. */
    String objectName() {
      return name.isEmpty() ? pod.map(AdmittedPod::displayName).orElse("") : name;
    }
  }

  /**
   * A ContainerPatch.
   *
   * @param patch its contents
   * @param terminating whether it has a deletionTimestamp
   */
  record PatchObject(NamedPatch patch, boolean terminating) {}

  /**
   * A body that is not an AdmissionReview of the expected kind.
   *
   * @param json whether it is valid JSON
   * @param problem error message
   */
  record Unreadable(ReviewVersion version, String uid, boolean json, String problem)
      implements AdmissionRequest {}
}
