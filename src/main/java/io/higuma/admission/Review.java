package io.higuma.admission;

import io.higuma.inject.PodView;
import java.util.Optional;

/** What came of reading the body of a call. */
sealed interface Review {

  /** The version to answer in; the newest where the call's is unknown. */
  ReviewVersion version();

  /** The call's id, which the answer repeats; empty where it is unknown. */
  String uid();

  /**
   * A call about a Pod.
   *
   * @param operation {@code CREATE}, {@code UPDATE}, …; {@code CREATE} where the call does not say
   * @param subResource such as {@code status}; empty for the Pod itself
   * @param namespace where the Pod is to be; empty where the call does not say
   * @param name of the Pod; empty where it is still to be generated
   * @param dryRun whether nothing will be stored
   * @param pod the Pod; absent where it is deleted
   */
  record Call(
      ReviewVersion version,
      String uid,
      String operation,
      String subResource,
      String namespace,
      String name,
      boolean dryRun,
      Optional<PodView> pod)
      implements Review {

    /** How people call the Pod. */
    String podName() {
      return name.isEmpty() ? pod.map(PodView::displayName).orElse("") : name;
    }
  }

  /**
   * A body that is no call about a Pod.
   *
   * @param json whether it is JSON at all
   * @param problem what is wrong with it, for people
   */
  record Unreadable(ReviewVersion version, String uid, boolean json, String problem)
      implements Review {}
}
