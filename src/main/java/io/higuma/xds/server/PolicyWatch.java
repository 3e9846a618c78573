package io.higuma.xds.server;

import io.higuma.cluster.cache.Informer;
import io.higuma.cluster.cache.ResourceKind;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ServedKinds;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.xds.snapshot.PolicySupport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** Watches Kuma's policies of all kinds that the cluster knows, for those that are not served. */
public final class PolicyWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PolicyWatch.class);

  /** How often new kinds are looked for, by one request. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Pause after a failure before the first success: no proxy is served until then. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(3);
  private static final String FIELDS =
      "mesh,metadata(name,namespace,resourceVersion,labels(kuma.io/mesh)),spec";

  /**
   * A policy that is not served.
   *
   * @param mesh its Mesh
   * @param reason why
   */
  private record Unserved(String mesh, String reason) {}

  private final ApiCalls api;
  private final Runnable changed;
  private final LoopSupervisor loops;
  private final SupervisedLoop discovery;
  private final SupervisedLoop idleWatches;
  private final Map<String, Informer<Unserved>> informers = new ConcurrentSkipListMap<>();
  private final CompletableFuture<Void> discovered = new CompletableFuture<>();
  private final CompletableFuture<Void> synced =
      discovered.thenCompose(nothing -> Informer.allSynced(informers.values().stream()));

  /**
   * Starts nothing before {@link #start}.
   *
   * @param changed called after each change; must not block
   */
  public PolicyWatch(ApiCalls api, Runnable changed, LoopSupervisor loops) {
    this.api = api;
    this.changed = changed;
    this.loops = loops;
    this.discovery = loops.loop("kinds of policies", HEARTBEAT_LIMIT, _ -> discover());
    this.idleWatches =
        Informer.idleWatchLoop(
            loops, "idle watches of policies", () -> informers.values().stream().map(i -> i));
  }

  /** Starts to look for kinds and to watch them. */
  public void start() {
    discovery.start();
    idleWatches.start();
  }

  /** Completes when the policies of all kinds that the cluster knows have been read. */
  public CompletableFuture<Void> synced() {
    return synced;
  }

  /** What has not been read yet, with the reason if it is known; empty after {@link #synced}. */
  public String missing() {
    if (!discovered.isDone()) {
      return "the kinds of policies are not known";
    }
    return informers.values().stream()
        .filter(informer -> !informer.synced().isDone())
        .map(informer -> "policies are not read: " + informer.describe())
        .findFirst()
        .orElse("");
  }

  /** Why a Mesh cannot be served because of its policies; empty if it can. */
  public Optional<String> problem(String mesh) {
    Map<String, String> reasons = new TreeMap<>();
    informers.forEach(
        (plural, informer) ->
            informer
                .store()
                .forEach(
                    (key, policy) -> {
                      if (policy.mesh().equals(mesh)) {
                        reasons.put(plural + "/" + key.name(), policy.reason());
                      }
                    }));
    return reasons.values().stream().findFirst();
  }

  @Override
  public void close() {
    discovery.close();
    idleWatches.close();
    informers.values().forEach(Informer::close);
  }

  private NextRun discover() throws InterruptedException {
    try {
      ServedKinds.of(api.client()).stream()
          .flatMap(Set::stream)
          .filter(PolicySupport::concerns)
          .forEach(plural -> informers.computeIfAbsent(plural, this::watch));
      discovered.complete(null);
    } catch (IOException e) {
      LOG.debugf(e, "the kinds of policies could not be read");
    }
    return NextRun.in(discovered.isDone() ? PERIOD : RETRY);
  }

  private Informer<Unserved> watch(String plural) {
    ResourceKind<Unserved> kind =
        ResourceKind.of(
            plural,
            ApiPath.kuma().resource(plural),
            FIELDS,
            policy ->
                PolicySupport.problem(plural, policy)
                    .map(reason -> new Unserved(PolicySupport.meshOf(policy), reason)));
    Informer<Unserved> informer = new Informer<>(api, kind, loops);
    informer.store().listen((key, before, after) -> changed.run());
    informer.start();
    return informer;
  }
}
