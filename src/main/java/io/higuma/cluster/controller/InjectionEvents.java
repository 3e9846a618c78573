package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.kuma.KubernetesName;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Events on the owners of Pods that got no sidecar although one was requested. They are sent
 * asynchronously; Events that do not fit into the queue are dropped and counted.
 */
public final class InjectionEvents implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(InjectionEvents.class);
  private static final String REPORTER = "higuma.io/injector";
  private static final int QUEUE_SIZE = 1000;
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private record Pending(ObjectReference owner, EventReason reason, String note) {}

  private final KubernetesClient client;
  private final EventSender sender;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_SIZE);
  private final AtomicLong dropped = new AtomicLong();
  private final SupervisedLoop reportLoop;

  /**
   * Sends nothing before {@link #start}.
   *
   * @param client not closed by this class
   * @param instance reporting instance
   * @param listener called after each Event
   * @param loops runs the send loops
   */
  public InjectionEvents(
      KubernetesClient client,
      String instance,
      Clock clock,
      SentEventListener listener,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.client = client;
    this.sender = new EventSender(client, REPORTER, instance, clock, () -> true, listener, loops);
    this.reportLoop = loops.loop("injection events", HEARTBEAT_LIMIT, this::iterate);
    FunctionCounter.builder("higuma_injection_events_dropped", this, InjectionEvents::dropped)
        .description(
            "Events about injection that were not sent, because of their number or of the API")
        .register(meters);
  }

  /** Starts to send Events. */
  public void start() {
    sender.start();
    reportLoop.start();
  }

  /**
   * Reference to an object that an Event regards.
   *
   * @param apiVersion group and version
   * @param uid empty if not assigned yet
   */
  public static ObjectReference reference(
      String apiVersion, String kind, String namespace, String name, String uid) {
    return new ObjectReference(
        apiVersion, null, kind, name, namespace, null, uid.isEmpty() ? null : uid);
  }

  /**
   * Reports a rejected Pod.
   *
   * @param owner controller of the Pod, or the Pod itself if it has none
   */
  public void refused(ObjectReference owner, String note) {
    report(owner, EventReason.REFUSED, note);
  }

  /** Reports a Pod admitted without a sidecar although a label requests one. */
  public void skipped(ObjectReference owner, String note) {
    report(owner, EventReason.SKIPPED, note);
  }

  @Override
  public void close() {
    reportLoop.close();
    sender.close();
  }

  private double dropped() {
    return dropped.get() + (double) sender.dropped();
  }

  private void report(ObjectReference owner, EventReason reason, String note) {
    if (!queue.offer(new Pending(owner, reason, note))) {
      dropped.incrementAndGet();
    }
  }

  private NextRun iterate(SupervisedLoop loop) throws InterruptedException {
    var next = loop.await(queue::take);
    sender.report(topOwner(next.owner()), next.reason(), next.note());
    return NextRun.atOnce();
  }

  /** Returns the Deployment of a ReplicaSet and the CronJob of a Job; else the owner itself. */
  private ObjectReference topOwner(ObjectReference owner) throws InterruptedException {
    if (!KubernetesName.DNS_LABEL.matches(owner.getNamespace())
        || !KubernetesName.DNS_SUBDOMAIN.matches(owner.getName())) {
      return owner;
    }
    try {
      return read(owner).flatMap(object -> controllerOf(owner, object)).orElse(owner);
    } catch (IOException e) {
      LOG.debugf(e, "the owner of %s %s cannot be read", owner.getKind(), owner.getName());
      return owner;
    }
  }

  /** Reads an owner of a kind that can itself have a controller. */
  private Optional<GenericKubernetesResource> read(ObjectReference owner)
      throws IOException, InterruptedException {
    return switch (owner.getApiVersion() + " " + owner.getKind()) {
      case "apps/v1 ReplicaSet" -> read(owner, "apps", "replicasets");
      case "batch/v1 Job" -> read(owner, "batch", "jobs");
      default -> Optional.empty();
    };
  }

  private Optional<GenericKubernetesResource> read(
      ObjectReference owner, String group, String plural) throws IOException, InterruptedException {
    var kind =
        new ResourceDefinitionContext.Builder()
            .withGroup(group)
            .withVersion("v1")
            .withKind(owner.getKind())
            .withPlural(plural)
            .withNamespaced(true)
            .build();
    var resources = client.genericKubernetesResources(kind).inNamespace(owner.getNamespace());
    return TypedCalls.get(resources.withName(owner.getName())::get);
  }

  private static Optional<ObjectReference> controllerOf(ObjectReference owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(parent -> Boolean.TRUE.equals(parent.getController()))
        .map(
            parent ->
                reference(
                    parent.getApiVersion(),
                    parent.getKind(),
                    owner.getNamespace(),
                    parent.getName(),
                    parent.getUid()))
        .findFirst();
  }
}
