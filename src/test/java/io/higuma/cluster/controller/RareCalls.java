package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.cluster.cache.LiveSurroundings;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.config.OverridesConfigMap;
import io.higuma.config.StoredOverrides;
import io.higuma.inject.Surroundings.LookupFailed;
import io.higuma.loop.LoopSupervisor;
import io.higuma.xds.server.InsightWriter;
import io.higuma.xds.server.StreamEvents.StreamId;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Sends the API requests that occur only in rare cases: a Namespace created together with its Pod,
 * an Event repeated for minutes, a user of the config API, a sidecar that connects.
 */
public final class RareCalls {
  private static final Map<String, List<String>> TEMPLATES =
      Map.of(
          "apps/v1", List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
          "batch/v1", List.of("Job"),
          "v1", List.of("ReplicationController"));

  private final KubernetesClient admin;
  private final KubernetesClient client;
  private final ApiCalls api;
  private final String systemNamespace;

  /**
   * Sends requests with these clients, which are not closed.
   *
   * @param admin client with read access to everything
   */
  public RareCalls(KubernetesClient admin, KubernetesClient client, String systemNamespace) {
    this.admin = admin;
    this.client = client;
    this.api = new ApiCalls(client);
    this.systemNamespace = systemNamespace;
  }

  private interface Call {
    void make() throws Exception;
  }

  /** Sends all requests for objects named {@code life} in this namespace; ignores their results. */
  public void make(String namespace, String token) {
    var live = new LiveSurroundings(api, systemNamespace);
    var pods = new ClusterPods(api);
    List<Call> calls =
        List.of(
            () -> live.namespace(namespace),
            () -> live.meshExists("default"),
            () -> live.containerPatch("life"),
            () -> live.redirectConfig("life"),
            () -> live.services(namespace),
            () -> live.dataplaneMeshes(namespace),
            () -> pods.pod(namespace, "life"),
            () -> templates(pods, namespace),
            () -> new AccessReviews(client).review(token, "get", "/config"),
            this::overrides,
            () -> repeatedEvent(namespace));
    calls.forEach(RareCalls::attempt);
  }

  /** As when the sidecar of the Dataplane {@code life} connects and disconnects. */
  public void connectSidecar(String namespace) {
    var stream = new StreamId("one", new ProxyIdentity("default", "life", namespace));
    for (int i = 0; i < 2; i++) {
      try (var insights =
          new InsightWriter(api, "test", Clock.systemUTC(), LoopSupervisor.uncounted())) {
        insights.connected(stream, NodeMetadata.UNKNOWN);
      }
    }
  }

  private static void attempt(Call call) {
    try {
      call.make();
    } catch (LookupFailed | KubernetesClientException | IOException | ClusterPods.Unavailable e) {
      // Rejected; recorded in the audit log.
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void templates(ClusterPods pods, String namespace) {
    TEMPLATES.forEach(
        (group, kinds) ->
            kinds.forEach(kind -> attempt(() -> pods.template(namespace, group, kind, "life"))));
  }

  private void overrides() throws IOException {
    try (var map = new OverridesConfigMap(api, systemNamespace, LoopSupervisor.uncounted())) {
      var now = Instant.now();
      attempt(() -> map.warn(EventReason.CONFIG_REJECTED, "only tried", "nothing", now));
      for (int i = 0; i < 2; i++) {
        var stored = map.read();
        var _ = map.write(stored, new StoredOverrides(stored.resourceVersion(), "", "", List.of()));
      }
    }
  }

  /** The second Event is minutes later on a fast clock. */
  private void repeatedEvent(String namespace) {
    var clock = new FastClock();
    try (var sender =
        new EventSender(
            client,
            "higuma.io/test",
            "test",
            clock,
            () -> true,
            SentEventListener.NONE,
            LoopSupervisor.uncounted())) {
      sender.start();
      var target = InjectionEvents.reference("v1", "Pod", namespace, "life", "");
      for (int i = 0; i < 2; i++) {
        sender.report(target, EventReason.UPDATED_DATAPLANE, "again");
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> sender.dropped() > 0 || isRepeated(namespace));
    }
  }

  private boolean isRepeated(String namespace) {
    return admin.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .anyMatch(event -> "again".equals(event.getNote()) && event.getSeries() != null);
  }

  private static final class FastClock extends Clock {
    private Instant now = Instant.now();

    @Override
    public synchronized Instant instant() {
      now = now.plus(Duration.ofMinutes(2));
      return now;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }
  }
}
