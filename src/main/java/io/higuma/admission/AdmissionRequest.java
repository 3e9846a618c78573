package io.higuma.admission;

import io.higuma.inject.AdmittedPod;
import io.higuma.patch.NamedPatch;
import java.util.Optional;

/** What came of reading the body of a call. */
sealed interface AdmissionRequest {

  /** The version to answer in; the newest where the call's is unknown. */
  ReviewVersion version();

  /** The call's id, which the answer repeats; empty where it is unknown. */
  String uid();

  /**
   * A call about an object.
   *
   * @param operation {@code CREATE}, {@code UPDATE}, …; {@code CREATE} where the call does not say
   * @param subResource such as {@code status}; empty for the object itself
   * @param namespace where the object is to be; empty where the call does not say
   * @param name of the object; empty where it is still to be generated
   * @param dryRun whether nothing will be stored
   * @param pod the object where it is a Pod; absent where it is deleted
   * @param patch the object where it is a ContainerPatch; absent where it is deleted
   */
  record Call(
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

    /** How people call the object. */
    String objectName() {
      return name.isEmpty() ? pod.map(AdmittedPod::displayName).orElse("") : name;
    }
  }

  /**
   * A ContainerPatch.
   *
   * @param patch what it says
   * @param terminating whether it is being deleted
   */
  record PatchObject(NamedPatch patch, boolean terminating) {}

  /**
   * A body that is no call of the kind that was expected.
   *
   * @param json whether it is JSON at all
   * @param problem what is wrong with it, for people
   */
  record Unreadable(ReviewVersion version, String uid, boolean json, String problem)
      implements AdmissionRequest {}
}
