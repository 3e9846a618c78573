package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.List;
import java.util.Optional;

/**
 * The name that replicas share: of the Deployment behind a ReplicaSet, of the CronJob behind a Job,
 * of any other owner, else of the Pod.
 *
 * @param name the name
 * @param deployment whether a Deployment bears it
 */
record PodOwner(String name, boolean deployment) {

  static PodOwner of(ConversionState draft, RelatedObjects neighbours) {
    CachedPod pod = draft.pod();
    for (OwnerView owner : pod.template().owners()) {
      Optional<PodOwner> found =
          switch (owner.kind()) {
            case "ReplicaSet" ->
                behind(
                    draft,
                    owner,
                    "Deployment",
                    neighbours.ownersOfReplicaSet(pod.namespace(), owner.name()));
            case "Job" ->
                behind(
                    draft, owner, "CronJob", neighbours.ownersOfJob(pod.namespace(), owner.name()));
            default -> Optional.of(new PodOwner(owner.name(), false));
          };
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new PodOwner(pod.name(), false);
  }

  private static Optional<PodOwner> behind(
      ConversionState draft, OwnerView owner, String kind, Optional<List<OwnerView>> owners) {
    if (owners.isEmpty()) {
      draft.fail(
          ConversionProblem.Code.OWNER_NOT_FOUND,
          "metadata.ownerReferences",
          owner.kind() + " '" + owner.name() + "' is not known");
      return Optional.empty();
    }
    if (owners.get().isEmpty()) {
      return Optional.of(new PodOwner(owner.name(), false));
    }
    // Something else, say an Argo Rollout: its name changes nothing for the callers.
    return owners.get().stream()
        .filter(above -> above.kind().equals(kind))
        .findFirst()
        .map(above -> new PodOwner(above.name(), kind.equals("Deployment")));
  }
}
