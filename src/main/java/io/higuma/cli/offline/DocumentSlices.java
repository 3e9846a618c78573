package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.ServiceTrimmer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The EndpointSlices of documents. The API server gives each Pod a UID, which documents lack; where
 * the Pod or the slice has none, the name counts.
 */
final class DocumentSlices {
  private final List<Target> targets = new ArrayList<>();

  /** One target of a slice that is in {@code namespace} and belongs to {@code service}. */
  private record Target(
      String namespace, String service, String uid, String podNamespace, String podName) {

    boolean isAt(Identity pod) {
      if (!namespace.equals(pod.namespace())) {
        return false;
      }
      boolean byName = uid.isEmpty() || pod.uid().isEmpty();
      return byName ? names(pod) : uid.equals(pod.uid());
    }

    private boolean names(Identity pod) {
      return !podName.isEmpty()
          && podName.equals(pod.name())
          && podNamespace.equals(pod.namespace());
    }
  }

  /** Adds an EndpointSlice, which has a namespace. */
  void add(JsonNode slice) {
    EndpointSliceView view = ServiceTrimmer.slice(slice);
    for (var endpoint : slice.path("endpoints")) {
      var target = endpoint.path("targetRef");
      var isPod = target.path("kind").asText("").equals("Pod");
      var namespace = target.path("namespace").asText("");
      targets.add(
          new Target(
              view.namespace(),
              view.service(),
              target.path("uid").asText(""),
              namespace.isEmpty() ? view.namespace() : namespace,
              isPod ? target.path("name").asText("") : ""));
    }
  }

  /** The names of the Services that have an EndpointSlice with this Pod. */
  Set<String> servicesTargeting(Identity pod) {
    var services = new HashSet<String>();
    for (var target : targets) {
      if (target.isAt(pod)) {
        services.add(target.service());
      }
    }
    return services;
  }
}
