package io.higuma.xds.snapshot;

import java.util.Set;

/**
 * What has changed in a Mesh.
 *
 * @param mesh the Mesh
 * @param services the changed services by tag
 * @param proxies the changed Dataplanes by {@code name.namespace}
 */
public record MeshChanges(String mesh, Set<String> services, Set<String> proxies) {

  /** Whether nothing has changed. */
  public boolean isEmpty() {
    return services.isEmpty() && proxies.isEmpty();
  }
}
