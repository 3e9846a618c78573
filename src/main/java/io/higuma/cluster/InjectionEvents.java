package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.KubernetesName;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.Next;
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
  private static final Sieve OWNERS =
      Sieve.of("metadata(ownerReferences(apiVersion,kind,name,uid,controller))");
  private static final EventSender.Reason REFUSED =
      new EventSender.Reason("InjectionRefused", "Inject", true);
  private static final EventSender.Reason SKIPPED =
      new EventSender.Reason("InjectionSkipped", "Inject", false);

  /**
   * Who made a Pod, or the Pod itself where nobody did.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @param namespace where it is
   * @param name its name
   * @param uid its UID; empty where it has none yet
   */
  public record Owner(String apiVersion, String kind, String namespace, String name, String uid) {}

  private record Waiting(Owner owner, EventSender.Reason reason, String note) {}

  private final ApiCalls api;
  private final EventSender sender;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final SupervisedLoop reporting;

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param instance which process reports
   * @param loops what sending is a loop of
   */
  public InjectionEvents(
      ApiCalls api, String instance, Clock clock, MeterRegistry meters, LoopSupervisor loops) {
    this.api = api;
    this.sender = new EventSender(api, REPORTER, instance, clock, () -> true, loops);
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

  /** A Pod was refused. */
  public void refused(Owner owner, String why) {
    report(owner, REFUSED, why);
  }

  /** A Pod was let through without a sidecar although a label asks for one. */
  public void skipped(Owner owner, String why) {
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

  private void report(Owner owner, EventSender.Reason reason, String note) {
    if (!waiting.offer(new Waiting(owner, reason, note))) {
      dropped.incrementAndGet();
    }
  }

  private Next turn(SupervisedLoop loop) throws InterruptedException {
    var next = loop.await(waiting::take);
    var owner = top(next.owner());
    sender.report(
        new EventSender.Target(
            owner.apiVersion(), owner.kind(), owner.namespace(), owner.name(), owner.uid()),
        next.reason(),
        next.note());
    return Next.atOnce();
  }

  /** People look at the Deployment, not at its ReplicaSet, and at the CronJob, not at its Job. */
  private Owner top(Owner owner) throws InterruptedException {
    if (!KubernetesName.DNS_LABEL.matches(owner.namespace())
        || !KubernetesName.DNS_SUBDOMAIN.matches(owner.name())) {
      return owner;
    }
    var all =
        switch (owner.apiVersion() + " " + owner.kind()) {
          case "apps/v1 ReplicaSet" -> Optional.of(ApiPath.replicaSets(owner.namespace()));
          case "batch/v1 Job" -> Optional.of(ApiPath.jobs(owner.namespace()));
          default -> Optional.<ApiPath>empty();
        };
    if (all.isEmpty()) {
      return owner;
    }
    try {
      var answer = api.get(all.get().name(owner.name()));
      return answer.good() ? above(owner, answer.object(OWNERS)).orElse(owner) : owner;
    } catch (IOException e) {
      LOG.debugf(e, "the owner of %s %s cannot be read", owner.kind(), owner.name());
      return owner;
    }
  }

  private static Optional<Owner> above(Owner owner, JsonNode object) {
    for (var above : object.path("metadata").path("ownerReferences")) {
      if (above.path("controller").asBoolean()) {
        return Optional.of(
            new Owner(
                above.path("apiVersion").asText(),
                above.path("kind").asText(),
                owner.namespace(),
                above.path("name").asText(),
                above.path("uid").asText()));
      }
    }
    return Optional.empty();
  }
}
