package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.loop.LoopSupervisor;
import java.time.Clock;

/** Events on Pods, with Kuma's reasons and messages. */
final class PodEvents implements AutoCloseable {
  private static final String REPORTER = "k8s.kuma.io/dataplane-generator";

  private final EventSender sender;

  /**
   * Sends nothing before {@link #start}.
   *
   * @param instance reporting instance, such as the Pod's name
   * @param leaderGuard no Event is sent while it is closed
   * @param listener called after each Event
   * @param loops runs the send loop
   */
  PodEvents(
      KubernetesClient client,
      String instance,
      Clock clock,
      LeaderGuard leaderGuard,
      SentEventListener listener,
      LoopSupervisor loops) {
    this.sender = new EventSender(client, REPORTER, instance, clock, leaderGuard, listener, loops);
  }

  void start() {
    sender.start();
  }

  void created(CachedPod pod) {
    report(pod, EventReason.CREATED_DATAPLANE, "Created Kuma Dataplane: " + pod.name());
  }

  void updated(CachedPod pod) {
    report(pod, EventReason.UPDATED_DATAPLANE, "Updated Kuma Dataplane: " + pod.name());
  }

  /** Reports a failed conversion with its cause. */
  void failed(CachedPod pod, String cause) {
    report(pod, EventReason.NO_DATAPLANE, "Failed to generate Kuma Dataplane: " + cause);
  }

  /** Reports a problem that leaves a part out of a Dataplane that was written. */
  void incomplete(CachedPod pod, ConversionProblem problem) {
    var reason =
        problem.code() == ConversionProblem.Code.LISTENERS_NEED_EXCLUSIVE_MESH
            ? EventReason.LISTENERS_SKIPPED
            : EventReason.INCOMPLETE_DATAPLANE;
    report(pod, reason, problem.code().code() + ": " + problem);
  }

  /** Number of Events that were not sent. */
  long dropped() {
    return sender.dropped();
  }

  @Override
  public void close() {
    sender.close();
  }

  private void report(CachedPod pod, EventReason reason, String note) {
    var id = pod.id();
    var target = InjectionEvents.reference("v1", "Pod", id.namespace(), id.name(), id.uid());
    sender.report(target, reason, note);
  }
}
