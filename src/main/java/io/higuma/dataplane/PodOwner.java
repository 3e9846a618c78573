package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.List;
import java.util.Optional;

/**
 * The name that all replicas share: of the Deployment that owns the ReplicaSet, of the CronJob that
 * owns the Job, of any other owner, else of the Pod.
 *
 * @param name the name
 * @param deployment whether it is the name of a Deployment
 */
record PodOwner(String name, boolean deployment) {

  static PodOwner of(ConversionState state, RelatedObjects related) {
    CachedPod pod = state.pod();
    for (OwnerView owner : pod.template().owners()) {
      Optional<PodOwner> found =
          switch (owner.qualifiedKind()) {
            case OwnerView.REPLICA_SET ->
                rootOwner(
                    state,
                    owner,
                    "Deployment",
                    related.ownersOfReplicaSet(pod.namespace(), owner.name()));
            case OwnerView.JOB ->
                rootOwner(
                    state, owner, "CronJob", related.ownersOfJob(pod.namespace(), owner.name()));
            default -> Optional.of(new PodOwner(owner.name(), false));
          };
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new PodOwner(pod.name(), false);
  }

  private static Optional<PodOwner> rootOwner(
      ConversionState state, OwnerView owner, String kind, Optional<List<OwnerView>> owners) {
    if (owners.isEmpty()) {
      state.fail(
          ConversionProblem.Code.OWNER_NOT_FOUND,
          "metadata.ownerReferences",
          owner.kind() + " '" + owner.name() + "' is not known");
      return Optional.empty();
    }
    if (owners.get().isEmpty()) {
      return Optional.of(new PodOwner(owner.name(), false));
    }
    // Ignores other owner kinds, such as an Argo Rollout: clients do not need their name.
    return owners.get().stream()
        .filter(root -> root.kind().equals(kind))
        .findFirst()
        .map(root -> new PodOwner(root.name(), kind.equals("Deployment")));
  }
}
