package io.higuma.xds.server;

import io.higuma.xds.snapshot.ProxyIdentity;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open streams of authenticated proxies. A new stream replaces an older one of the same proxy:
 * a proxy opens a second one only if it has lost the first. Thread-safe.
 */
final class StreamRegistry {
  private final Map<ProxyIdentity, ProxyStream<?, ?>> streams = new ConcurrentHashMap<>();

  void add(ProxyStream<?, ?> stream) {
    ProxyStream<?, ?> older = streams.put(stream.proxy(), stream);
    if (older != null) {
      older.end(GrpcStatus.ABORTED, "the proxy has opened a newer stream");
    }
  }

  void remove(ProxyStream<?, ?> stream) {
    streams.remove(stream.proxy(), stream);
  }

  Collection<ProxyStream<?, ?>> all() {
    return streams.values();
  }

  int size() {
    return streams.size();
  }
}
