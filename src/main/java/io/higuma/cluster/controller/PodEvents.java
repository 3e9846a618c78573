package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.dataplane.CachedPod;
import io.higuma.loop.LoopSupervisor;
import java.time.Clock;

/** Events on Pods, in Kuma's words. */
final class PodEvents implements AutoCloseable {
  private static final String REPORTER = "k8s.kuma.io/dataplane-generator";
  private static final EventSender.Reason CREATED =
      new EventSender.Reason("CreatedKumaDataplane", "Create", false);
  private static final EventSender.Reason UPDATED =
      new EventSender.Reason("UpdatedKumaDataplane", "Update", false);
  private static final EventSender.Reason FAILED =
      new EventSender.Reason("FailedToGenerateKumaDataplane", "FailedToGenerate", true);

  private final EventSender sender;

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param instance which process reports, such as the Pod's name
   * @param fence nothing is sent while it is closed
   * @param loops what sending is a loop of
   */
  PodEvents(
      KubernetesClient client,
      String instance,
      Clock clock,
      LeaderGuard fence,
      LoopSupervisor loops) {
    this.sender = new EventSender(client, REPORTER, instance, clock, fence, loops);
  }

  void start() {
    sender.start();
  }

  void created(CachedPod pod) {
    report(pod, CREATED, "Created Kuma Dataplane: " + pod.name());
  }

  void updated(CachedPod pod) {
    report(pod, UPDATED, "Updated Kuma Dataplane: " + pod.name());
  }

  /** With the cause in words. */
  void failed(CachedPod pod, String cause) {
    report(pod, FAILED, "Failed to generate Kuma Dataplane: " + cause);
  }

  /** How many were not sent. */
  long dropped() {
    return sender.dropped();
  }

  @Override
  public void close() {
    sender.close();
  }

  private void report(CachedPod pod, EventSender.Reason reason, String note) {
    var id = pod.id();
    var about = InjectionEvents.reference("v1", "Pod", id.namespace(), id.name(), id.uid());
    sender.report(about, reason, note);
  }
}
