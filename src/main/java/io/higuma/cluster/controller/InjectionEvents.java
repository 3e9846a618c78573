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
 * Events on the owners of Pods that got no sidecar although one was asked for. Nobody waits for
 * them: what comes too fast is dropped and counted.
 */
public final class InjectionEvents implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(InjectionEvents.class);
  private static final String REPORTER = "higuma.io/injector";
  private static final int WAITING = 1000;
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);
  private static final EventSender.Reason REFUSED =
      new EventSender.Reason("InjectionRefused", "Inject", true);
  private static final EventSender.Reason SKIPPED =
      new EventSender.Reason("InjectionSkipped", "Inject", false);

  private record Waiting(ObjectReference owner, EventSender.Reason reason, String note) {}

  private final KubernetesClient client;
  private final EventSender sender;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final SupervisedLoop reporting;

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param client stays the caller's
   * @param instance which process reports
   * @param loops what sending is a loop of
   */
  public InjectionEvents(
      KubernetesClient client,
      String instance,
      Clock clock,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.client = client;
    this.sender = new EventSender(client, REPORTER, instance, clock, () -> true, loops);
    this.reporting = loops.loop("injection events", HEARTBEAT_LIMIT, this::turn);
    FunctionCounter.builder("higuma_injection_events_dropped", this, InjectionEvents::dropped)
        .description(
            "Events about injection that were not sent, because of their number or of the API")
        .register(meters);
  }

  /** Begins to send. */
  public void start() {
    sender.start();
    reporting.start();
  }

  /**
   * An object that Events can be about.
   *
   * @param apiVersion its group and version
   * @param uid empty where it has none yet
   */
  public static ObjectReference reference(
      String apiVersion, String kind, String namespace, String name, String uid) {
    return new ObjectReference(
        apiVersion, null, kind, name, namespace, null, uid.isEmpty() ? null : uid);
  }

  /**
   * A Pod was refused.
   *
   * @param owner who made it, or the Pod itself where nobody did
   */
  public void refused(ObjectReference owner, String why) {
    report(owner, REFUSED, why);
  }

  /** A Pod was let through without a sidecar although a label asks for one. */
  public void skipped(ObjectReference owner, String why) {
    report(owner, SKIPPED, why);
  }

  @Override
  public void close() {
    reporting.close();
    sender.close();
  }

  private double dropped() {
    return dropped.get() + (double) sender.dropped();
  }

  private void report(ObjectReference owner, EventSender.Reason reason, String note) {
    if (!waiting.offer(new Waiting(owner, reason, note))) {
      dropped.incrementAndGet();
    }
  }

  private NextRun turn(SupervisedLoop loop) throws InterruptedException {
    var next = loop.await(waiting::take);
    sender.report(top(next.owner()), next.reason(), next.note());
    return NextRun.atOnce();
  }

  /** People look at the Deployment, not at its ReplicaSet, and at the CronJob, not at its Job. */
  private ObjectReference top(ObjectReference owner) throws InterruptedException {
    if (!KubernetesName.DNS_LABEL.matches(owner.getNamespace())
        || !KubernetesName.DNS_SUBDOMAIN.matches(owner.getName())) {
      return owner;
    }
    try {
      return read(owner).flatMap(object -> above(owner, object)).orElse(owner);
    } catch (IOException e) {
      LOG.debugf(e, "the owner of %s %s cannot be read", owner.getKind(), owner.getName());
      return owner;
    }
  }

  /** The object itself, where something else may have made it; of its kind, metadata are known. */
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
    var all = client.genericKubernetesResources(kind).inNamespace(owner.getNamespace());
    return TypedCalls.get(all.withName(owner.getName())::get);
  }

  private static Optional<ObjectReference> above(ObjectReference owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(by -> Boolean.TRUE.equals(by.getController()))
        .map(
            by ->
                reference(
                    by.getApiVersion(),
                    by.getKind(),
                    owner.getNamespace(),
                    by.getName(),
                    by.getUid()))
        .findFirst();
  }
}
