package io.higuma.cluster.cache;

import io.higuma.cluster.client.ResourceVersions;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.ProxyNetworking;

/**
 * The fields of a Dataplane in an object store: enough to compare it with the desired state and to
 * update it.
 *
 * @param version its {@code resourceVersion}
 * @param mesh its Mesh
 * @param digest digest of everything that Higuma manages
 * @param foreign whether it has annotations or finalizers of other writers
 * @param isDesired whether this state is known to be the desired state
 * @param networking its networking
 */
public record CachedDataplane(
    String version,
    String mesh,
    DataplaneDigest digest,
    boolean foreign,
    boolean isDesired,
    ProxyNetworking networking) {

  /** Returns a copy that is known to be the desired state. */
  public CachedDataplane asDesired() {
    return new CachedDataplane(version, mesh, digest, foreign, true, networking);
  }

  /** Negative if {@code left} was written before {@code right}, 0 for the same write. */
  static int writeOrder(CachedDataplane left, CachedDataplane right) {
    return ResourceVersions.compare(left.version, right.version);
  }
}
