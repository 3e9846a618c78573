package io.higuma.xds.server;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ProxySnapshot;
import java.util.Optional;

/** Where streams and bootstraps read the state of the cluster. Reads never block. */
public interface ProxySource {

  /** What is still missing before anything can be served, for messages; empty if ready. */
  String missing();

  /** Why the Mesh is not served; empty if it is. */
  Optional<String> unsupported(String mesh);

  /** The networking of the Dataplane of a proxy; empty if there is none. */
  Optional<ProxyNetworking> networking(ProxyIdentity proxy);

  /** The resources of a proxy; empty if it has no Dataplane. */
  Optional<ProxySnapshot> snapshot(ProxyIdentity proxy, NodeMetadata node);
}
