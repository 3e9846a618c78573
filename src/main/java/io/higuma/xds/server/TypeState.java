package io.higuma.xds.server;

import io.higuma.xds.snapshot.ResourceSet;
import io.higuma.xds.snapshot.ResourceType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The subscription of a stream to the resources of one type, and its last response. */
final class TypeState {
  private final ResourceType type;
  private final Set<String> names = new HashSet<>();
  private boolean subscribed;
  private String nonce = "";
  private String version = "";

  /** What the last response has: resources, and in incremental xDS also removed ones. */
  private Set<String> lastNames = Set.of();

  /** What rejected responses had that was not in an accepted one since. */
  private final Set<String> rejectedNames = new HashSet<>();

  private boolean outstanding;
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

  boolean wants(String name) {
    return type.wildcard() || names.contains(name);
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Whether a response is not answered yet. */
  boolean isOutstanding() {
    return outstanding;
  }

  /** Whether the last response has the first endpoints of new or updated clusters. */
  boolean completesClusters() {
    return completesClusters;
  }

  /**
   * Whether the proxy waits for a first response, even for one without resources: it does not
   * become ready without.
   */
  boolean awaitsAnswer() {
    return type.wildcard() && !answered;
  }

  /** What must be sent again with the next change, or be removed if it does not exist. */
  Set<String> rejectedNames() {
    return rejectedNames;
  }

  /** Whether these are to be compared with what the proxy has, and a response may be sent. */
  boolean needsResponse(ResourceSet all) {
    return subscribed && !outstanding && settled != all;
  }

  /** Records that the proxy has these, or that they are sent. */
  void settled(ResourceSet all) {
    settled = all;
  }

  /** To be called when resources must be compared again though they have not changed. */
  void unsettle() {
    settled = null;
  }

  /** To be called when the proxy subscribes to something else, or has dropped resources. */
  void subscriptionChanged() {
    unsettle();
    covered = null;
  }

  /** Whether the proxy subscribes to all of these. */
  boolean covers(ResourceSet all) {
    if (covered != all && all.all().stream().allMatch(resource -> wants(resource.name()))) {
      covered = all;
    }
    return covered == all;
  }

  /** Records that the proxy has the current resources without a response. */
  void upToDate() {
    answered = true;
  }

  /**
   * Records a response.
   *
   * @param named the names of its resources and of removed ones
   * @param completes whether it has the first endpoints of new or updated clusters
   */
  void sent(String ofVersion, String ofNonce, Set<String> named, boolean completes) {
    lastNames = named;
    nonce = ofNonce;
    version = ofVersion;
    completesClusters = completes;
    outstanding = true;
    answered = true;
  }

  /**
   * Records a request.
   *
   * @param ofNonce the nonce of the response that it answers; empty for none
   * @param error why the proxy rejects this response
   * @param exists whether there is a resource of this name
   */
  Receipt received(String ofNonce, Optional<String> error, Predicate<String> exists) {
    if (ofNonce.isEmpty()) {
      subscribed = true;
      subscriptionChanged();
      return new Receipt.Subscribed(type);
    }
    if (!ofNonce.equals(nonce)) {
      return new Receipt.Stale(type);
    }
    if (!outstanding) {
      return new Receipt.Subscribed(type);
    }
    if (error.isPresent()) {
      return rejected(error.get().strip());
    }
    outstanding = false;
    return new Receipt.Acknowledged(type, version, recovers(exists));
  }

  /** Records that the proxy does not apply the last response. */
  Receipt.Rejected rejected(String error) {
    outstanding = false;
    rejectedNames.addAll(lastNames);
    return new Receipt.Rejected(type, version, error);
  }

  /** Takes what was accepted, and what no longer exists, from what was rejected. */
  private boolean recovers(Predicate<String> exists) {
    return rejectedNames.removeIf(
            name -> lastNames.contains(name) || !wants(name) || !exists.test(name))
        && rejectedNames.isEmpty();
  }

  /**
   * Records a change of the subscription: the proxy has dropped what it no longer subscribes to.
   *
   * @param receipt what the request means besides
   */
  Receipt resubscribed(Receipt receipt) {
    boolean dropped = rejectedNames.removeIf(name -> !wants(name)) && rejectedNames.isEmpty();
    return dropped && receipt instanceof Receipt.Subscribed ? new Receipt.Recovered(type) : receipt;
  }
}
