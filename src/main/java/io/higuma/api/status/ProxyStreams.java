package io.higuma.api.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** The streams of sidecars to this replica. */
@FunctionalInterface
public interface ProxyStreams {
  /** Of the sidecar of this Dataplane; empty if it is not connected here. */
  Optional<Stream> find(String namespace, String name);

  /**
   * A stream.
   *
   * @param subscription in the form that a DataplaneInsight has
   * @param acknowledged the version of each type of resources that was applied last, by {@code
   *     cds}, {@code eds} or {@code lds}
   * @param rejected why the newest resources are rejected; empty if they are not
   */
  record Stream(JsonNode subscription, Map<String, String> acknowledged, String rejected) {}
}
