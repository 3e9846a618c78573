package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ClusterStores;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.PodPhase;
import io.higuma.patch.PatchUsers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Finds the workloads that use each ContainerPatch, from the cached Pods with a sidecar. */
public final class PatchUsage implements PatchUsers {

  private final ClusterStores stores;
  private final Supplier<List<String>> defaults;

  /**
   * Reads from these stores.
   *
   * @param defaults patches of Pods without the annotation
   */
  public PatchUsage(ClusterStores stores, Supplier<List<String>> defaults) {
    this.stores = stores;
    this.defaults = defaults;
  }

  @Override
  public Users of(String patch) {
    return all().getOrDefault(patch, new Users(0, List.of()));
  }

  /** Workloads by patch, for the patches that are used. */
  public Map<String, Users> all() {
    var byDefault = defaults.get();
    var workloads = new HashMap<String, Set<String>>();
    stores
        .pods()
        .store()
        .forEach(
            (key, pod) -> {
              if (isTerminated(pod)) {
                return;
              }
              var workload = workload(pod);
              for (var patch :
                  Annotations.CONTAINER_PATCHES.validIn(pod.annotations()).orElse(byDefault)) {
                workloads.computeIfAbsent(patch, added -> new TreeSet<>()).add(workload);
              }
            });
    var users = new HashMap<String, Users>();
    workloads.forEach(
        (patch, names) ->
            users.put(
                patch,
                new Users(names.size(), names.stream().limit(PatchUsers.MOST_NAMED).toList())));
    return users;
  }

  private static boolean isTerminated(CachedPod pod) {
    return pod.status().terminating() || PodPhase.isEnded(pod.status().phase());
  }

  private String workload(CachedPod pod) {
    return controller(pod.template().owners())
        .map(owner -> topOwner(pod.namespace(), owner))
        .map(owner -> pod.namespace() + "/" + owner.kind() + "/" + owner.name())
        .orElseGet(() -> pod.namespace() + "/Pod/" + pod.name());
  }

  private OwnerView topOwner(String namespace, OwnerView owner) {
    var parentOwners =
        switch (owner.qualifiedKind()) {
          case OwnerView.REPLICA_SET -> stores.replicaSets().store().find(namespace, owner.name());
          case OwnerView.JOB -> stores.jobs().store().find(namespace, owner.name());
          default -> Optional.<List<OwnerView>>empty();
        };
    return parentOwners.flatMap(PatchUsage::controller).orElse(owner);
  }

  private static Optional<OwnerView> controller(List<OwnerView> owners) {
    return owners.stream().filter(OwnerView::controller).findFirst();
  }
}
