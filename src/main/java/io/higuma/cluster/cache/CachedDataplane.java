package io.higuma.cluster.cache;

import io.higuma.cluster.client.ResourceVersions;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.MeshEndpoint;
import java.util.List;

/**
 * What is kept of a Dataplane: enough to know whether it is right, and to change it.
 *
 * @param version its resource version
 * @param mesh its Mesh
 * @param digest stands for everything that we decide about
 * @param foreign whether it carries annotations or finalizers of others
 * @param right whether this state is what it should be, as far as we know
 * @param endpoints its inbounds, if outbounds are written into Dataplanes; else empty
 */
public record CachedDataplane(
    String version,
    String mesh,
    DataplaneDigest digest,
    boolean foreign,
    boolean right,
    List<MeshEndpoint> endpoints) {

  /** The same, known to be what it should be. */
  public CachedDataplane asRight() {
    return new CachedDataplane(version, mesh, digest, foreign, true, endpoints);
  }

  /** Whether this state is from the same write as the other, or from a later one. */
  static boolean isNewer(CachedDataplane stored, CachedDataplane read) {
    return ResourceVersions.compare(stored.version, read.version) >= 0;
  }
}
