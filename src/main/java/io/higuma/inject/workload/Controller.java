package io.higuma.inject.workload;

import io.higuma.inject.AdmittedPod;
import java.util.Comparator;

/**
 * Reference to the workload of a Pod: the Deployment that owns its ReplicaSet, any other
 * controller, else the Pod itself.
 *
 * @param namespace its namespace
 * @param kind its kind
 * @param name its name
 */
public record Controller(String namespace, String kind, String name)
    implements Comparable<Controller> {
  private static final String HASH = "pod-template-hash";
  private static final Comparator<Controller> ORDER =
      Comparator.comparing(Controller::namespace)
          .thenComparing(Controller::kind)
          .thenComparing(Controller::name);

  /** The workload of this Pod. */
  public static Controller of(AdmittedPod pod) {
    return pod.controller()
        .map(
            owner -> {
              var hash = "-" + pod.labels().getOrDefault(HASH, "");
              return owner.kind().equals("ReplicaSet")
                      && hash.length() > 1
                      && owner.name().endsWith(hash)
                  ? new Controller(
                      pod.namespace(),
                      "Deployment",
                      owner.name().substring(0, owner.name().length() - hash.length()))
                  : new Controller(pod.namespace(), owner.kind(), owner.name());
            })
        .orElseGet(() -> new Controller(pod.namespace(), "Pod", pod.displayName()));
  }

  @Override
  public int compareTo(Controller other) {
    return ORDER.compare(this, other);
  }

  /** As {@code namespace/kind/name}. */
  @Override
  public String toString() {
    return namespace + "/" + kind + "/" + name;
  }
}
