package io.higuma.xds.server;

import com.google.protobuf.MessageLite;
import io.higuma.xds.snapshot.PerType;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceSet;
import io.higuma.xds.snapshot.ResourceType;
import io.higuma.xds.snapshot.XdsResource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one stream: which response is next, given the requests and the newest snapshot.
 * For each type at most one response waits for its acknowledgement; later snapshots replace each
 * other meanwhile. Not thread-safe.
 *
 * <p>What a proxy has applied of a response that it rejects is not known. It is not sent again at
 * once, which would be rejected again, but together with the next change of its type.
 *
 * <p>Clusters are sent first, then their endpoints, then listeners, so that no listener refers to a
 * cluster that the proxy cannot use yet. Listeners do not wait for other changes of endpoints, of
 * which there may be one after the other.
 *
 * @param <Q> the requests
 * @param <R> the responses
 */
abstract sealed class DiscoveryProtocol<Q, R extends MessageLite>
    permits SotwProtocol, DeltaProtocol {
  private final PerType<TypeState> states = new PerType<>(TypeState::new);

  /**
   * Updated clusters whose endpoints are to be sent again. Envoy does not use the new form of a
   * cluster before it gets endpoints, though it has them
   * (https://github.com/envoyproxy/envoy/issues/13009).
   */
  private final Set<String> updatedClusters = new HashSet<>();

  private @Nullable ProxySnapshot snapshot;
  private boolean waitsForSubscription = true;
  private long responses;

  /** Sets the newest snapshot. */
  void snapshot(ProxySnapshot newest) {
    snapshot = newest;
    waitsForSubscription = true;
  }

  /** Whether there is a snapshot. */
  boolean hasSnapshot() {
    return snapshot != null;
  }

  /** Handles a request. */
  abstract Receipt receive(Q request);

  /** The response to the subscription of a type; empty if the proxy is up to date. */
  abstract Optional<R> respond(TypeState state, ProxySnapshot newest);

  /** The type of a response. */
  abstract ResourceType typeOf(R response);

  /** The next response; empty if there is none to send now. */
  Optional<R> next() {
    ProxySnapshot newest = snapshot;
    if (newest == null) {
      return Optional.empty();
    }
    for (TypeState state : states.all()) {
      ResourceSet all = newest.of(state.type());
      // Most changes leave the sets of the other types as they are.
      if (state.needsResponse(all)) {
        if (state.type() == ResourceType.LISTENER && mustWait(newest)) {
          return Optional.empty();
        }
        state.settled(all);
        Optional<R> response = respond(state, newest);
        if (response.isPresent()) {
          return response;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether listeners wait only for a subscription to endpoints of new clusters. It normally comes
   * at once; the caller ends the wait with {@link #waitNoLonger} if it does not.
   */
  boolean waitsForSubscription() {
    ProxySnapshot newest = snapshot;
    return newest != null && waitsForSubscription && lacksSubscription(newest);
  }

  void waitNoLonger() {
    waitsForSubscription = false;
  }

  private boolean mustWait(ProxySnapshot newest) {
    return states.get(ResourceType.CLUSTER).isOutstanding()
        || awaitsEndpoints(newest)
        || (waitsForSubscription && lacksSubscription(newest));
  }

  /** Whether endpoints of new or updated clusters are not applied yet. */
  private boolean awaitsEndpoints(ProxySnapshot newest) {
    TypeState endpoints = states.get(ResourceType.ENDPOINT);
    return endpoints.isOutstanding()
        && (endpoints.completesClusters()
            || newest.of(ResourceType.ENDPOINT).all().stream()
                .map(XdsResource::name)
                .anyMatch(name -> endpoints.wants(name) && completesCluster(endpoints, name)));
  }

  /** Whether a cluster cannot be used before these endpoints are sent. */
  private boolean completesCluster(TypeState endpoints, String name) {
    return !wasSent(endpoints, name) || mustRepeat(endpoints, name);
  }

  /** Whether a resource was sent and is still subscribed to, in any form. */
  abstract boolean wasSent(TypeState state, String name);

  private boolean lacksSubscription(ProxySnapshot newest) {
    TypeState endpoints = states.get(ResourceType.ENDPOINT);
    ResourceSet all = newest.of(ResourceType.ENDPOINT);
    return states.get(ResourceType.CLUSTER).isSubscribed() && !endpoints.covers(all);
  }

  TypeState state(ResourceType type) {
    return states.get(type);
  }

  /** Records that a cluster which the proxy has is sent in another form. */
  void clusterUpdated(String name, ProxySnapshot newest) {
    if (newest.of(ResourceType.ENDPOINT).contains(name)) {
      updatedClusters.add(name);
      states.get(ResourceType.ENDPOINT).unsettle();
    }
  }

  /** Whether endpoints must be sent again after an update of their cluster. */
  boolean mustRepeat(TypeState state, String name) {
    return state.type() == ResourceType.ENDPOINT && updatedClusters.contains(name);
  }

  /**
   * Records a response, before {@link #wasSent} is true of its resources; returns its nonce.
   *
   * @param resources the names of its resources
   * @param removed names of removed resources in the response
   */
  String begin(TypeState state, String version, Collection<String> resources, Set<String> removed) {
    boolean completes =
        state.type() == ResourceType.ENDPOINT
            && resources.stream().anyMatch(name -> completesCluster(state, name));
    Set<String> names = new HashSet<>(removed);
    names.addAll(resources);
    if (state.type() == ResourceType.ENDPOINT) {
      updatedClusters.removeAll(names);
    }
    String nonce = Long.toString(++responses);
    state.sent(version, nonce, names, completes);
    return nonce;
  }

  /** Records the answer to a response, if the request has one; the nonce decides. */
  Receipt acknowledge(TypeState state, String nonce, Optional<String> error) {
    ProxySnapshot newest = snapshot;
    return state.received(
        nonce, error, name -> newest != null && newest.of(state.type()).contains(name));
  }

  /** Records that a response is not sent, as if the proxy had rejected it. */
  Receipt.Rejected withhold(R response, String reason) {
    return states.get(typeOf(response)).rejected(reason);
  }

  /** What a request for a type that is not served means. */
  static Receipt unserved(String typeUrl, boolean namesResources) {
    return namesResources ? new Receipt.Unsupported(typeUrl) : new Receipt.Unused(typeUrl);
  }

  static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
