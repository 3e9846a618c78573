package io.higuma.xds.server;

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
 * <p>Clusters are sent first, then their endpoints, then listeners, so that no listener refers to a
 * cluster that the proxy cannot use yet. Listeners do not wait for other changes of endpoints, of
 * which there may be one after the other.
 *
 * @param <Q> the requests
 * @param <R> the responses
 */
abstract sealed class DiscoveryProtocol<Q, R> permits SotwProtocol, DeltaProtocol {

  /** The state of one type. */
  static final class TypeState {
    private final ResourceType type;
    private final Set<String> names = new HashSet<>();
    private boolean subscribed;
    private String nonce = "";
    private String version = "";

    /** The resources of the last response. */
    private List<XdsResource> lastSent = List.of();

    /** The resources of rejected responses that were not in an accepted one since. */
    private final Set<String> rejectedNames = new HashSet<>();

    private boolean outstanding;

    /** Whether the last response has the first endpoints of new or updated clusters. */
    private boolean completesClusters;

    private boolean answered;

    /** What was last sent or found to be up to date; null after a change of the subscription. */
    private @Nullable ResourceSet settled;

    /** Resources that are known to be subscribed to, all of them. */
    private @Nullable ResourceSet covered;

    TypeState(ResourceType type) {
      this.type = type;
    }

    ResourceType type() {
      return type;
    }

    /** The names that the proxy subscribes to; unused for wildcard types. */
    Set<String> names() {
      return names;
    }

    /** To be called when the proxy subscribes to something else, or has dropped resources. */
    void subscriptionChanged() {
      settled = null;
      covered = null;
    }

    boolean wants(String name) {
      return type.wildcard() || names.contains(name);
    }

    /**
     * Whether the proxy waits for a first response, even for one without resources: it does not
     * become ready without.
     */
    boolean awaitsAnswer() {
      return type.wildcard() && !answered;
    }

    /** Records that the proxy has the current resources without a response. */
    void upToDate() {
      answered = true;
    }

    private void sent(String ofVersion, String ofNonce, List<XdsResource> resources) {
      lastSent = resources;
      nonce = ofNonce;
      version = ofVersion;
      outstanding = true;
      answered = true;
    }
  }

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
      if (state.subscribed && !state.outstanding && state.settled != all) {
        if (state.type() == ResourceType.LISTENER && mustWait(newest)) {
          return Optional.empty();
        }
        Optional<R> response = respond(state, newest);
        state.settled = all;
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
    return states.get(ResourceType.CLUSTER).outstanding
        || awaitsEndpoints(newest)
        || (waitsForSubscription && lacksSubscription(newest));
  }

  /** Whether endpoints of new or updated clusters are not applied yet. */
  private boolean awaitsEndpoints(ProxySnapshot newest) {
    TypeState endpoints = states.get(ResourceType.ENDPOINT);
    return endpoints.outstanding
        && (endpoints.completesClusters
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
    if (!states.get(ResourceType.CLUSTER).subscribed || endpoints.covered == all) {
      return false;
    }
    boolean covers =
        all.all().stream().allMatch(resource -> endpoints.names().contains(resource.name()));
    if (covers) {
      endpoints.covered = all;
    }
    return !covers;
  }

  TypeState state(ResourceType type) {
    return states.get(type);
  }

  /** Records that a cluster which the proxy has is sent in another form. */
  void clusterUpdated(String name, ProxySnapshot newest) {
    if (newest.of(ResourceType.ENDPOINT).contains(name)) {
      updatedClusters.add(name);
      states.get(ResourceType.ENDPOINT).settled = null;
    }
  }

  /** Whether endpoints must be sent again after an update of their cluster. */
  boolean mustRepeat(TypeState state, String name) {
    return state.type() == ResourceType.ENDPOINT && updatedClusters.contains(name);
  }

  /**
   * Records a response with these resources, before {@link #wasSent} is true of them; returns its
   * nonce.
   */
  String begin(TypeState state, String version, List<XdsResource> resources) {
    if (state.type() == ResourceType.ENDPOINT) {
      state.completesClusters =
          resources.stream().anyMatch(resource -> completesCluster(state, resource.name()));
      resources.forEach(resource -> updatedClusters.remove(resource.name()));
    }
    String nonce = Long.toString(++responses);
    state.sent(version, nonce, resources);
    return nonce;
  }

  /** Records the answer to a response, if the request has one; the nonce decides. */
  Receipt acknowledge(TypeState state, String nonce, Optional<String> error) {
    if (nonce.isEmpty()) {
      state.subscribed = true;
      state.subscriptionChanged();
      return new Receipt.Subscribed(state.type());
    }
    if (!nonce.equals(state.nonce)) {
      return new Receipt.Stale(state.type());
    }
    boolean first = state.outstanding;
    state.outstanding = false;
    if (!first) {
      return new Receipt.Subscribed(state.type());
    }
    if (error.isPresent()) {
      state.lastSent.forEach(resource -> state.rejectedNames.add(resource.name()));
      return new Receipt.Rejected(state.type(), state.version, error.get().strip());
    }
    return new Receipt.Acknowledged(state.type(), state.version, recovers(state));
  }

  /** Takes what was accepted, and what no longer exists, from what was rejected. */
  private boolean recovers(TypeState state) {
    if (state.rejectedNames.isEmpty()) {
      return false;
    }
    ProxySnapshot newest = snapshot;
    state.lastSent.forEach(resource -> state.rejectedNames.remove(resource.name()));
    state.rejectedNames.removeIf(
        name -> !state.wants(name) || newest == null || !newest.of(state.type()).contains(name));
    return state.rejectedNames.isEmpty();
  }

  /** What a request for a type that is not served means. */
  static Receipt unserved(String typeUrl, boolean namesResources) {
    return namesResources ? new Receipt.Unsupported(typeUrl) : new Receipt.Unused(typeUrl);
  }

  static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
