package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.kuma.KumaResource;
import io.higuma.loop.LoopSupervisor;
import java.time.Clock;

/** Events on Meshes that cannot be served. */
public final class MeshEvents implements AutoCloseable {
  private static final String REPORTER = "higuma.io/xds";

  private final EventSender sender;

  /**
   * Sends nothing before {@link #start}.
   *
   * @param instance reporting instance, such as the Pod's name
   * @param leaderGuard no Event is sent while it is closed
   * @param listener called after each Event
   */
  public MeshEvents(
      KubernetesClient client,
      String instance,
      Clock clock,
      LeaderGuard leaderGuard,
      SentEventListener listener,
      LoopSupervisor loops) {
    this.sender = new EventSender(client, REPORTER, instance, clock, leaderGuard, listener, loops);
  }

  /** Starts to send Events. */
  public void start() {
    sender.start();
  }

  /** Reports that the proxies of a Mesh get no configuration. */
  public void notServed(String mesh, String reason) {
    var target =
        new ObjectReferenceBuilder()
            .withApiVersion(KumaResource.GROUP + "/" + KumaResource.VERSION)
            .withKind("Mesh")
            .withName(mesh)
            .build();
    sender.report(target, EventReason.MESH_NOT_SERVED, reason);
  }

  @Override
  public void close() {
    sender.close();
  }
}
