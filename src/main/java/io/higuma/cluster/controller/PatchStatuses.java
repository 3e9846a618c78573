package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.KumaResource;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes into the status of ContainerPatches whether they can be applied and who uses them: only
 * what has changed, and only while this process leads.
 *
 * <p>A cluster may have Kuma's own definition of the kind, which knows no status. Then nothing is
 * written, which is said once.
 */
public final class PatchStatuses implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PatchStatuses.class);

  /** Changes of settings are not heard of, so it looks again this often. */
  private static final Duration AT_LATEST = Duration.ofSeconds(15);

  /** Many Pods change at once. */
  private static final Duration AT_MOST = Duration.ofMillis(500);

  /** Somebody may have changed a status by hand, or put in a definition that has one. */
  private static final Duration AFRESH = Duration.ofMinutes(10);

  /** For one patch, which takes three calls. */
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** What is known about a patch: nothing is done while it stays the same. */
  private record Known(NamedPatch patch, PatchReview review, Users users) {}

  private record Reviewed(NamedPatch patch, PatchReview review, long at) {}

  /**
   * What it works with.
   *
   * @param client of the Kubernetes API
   * @param stores what is known of the cluster
   * @param use who uses what
   * @param loop says whether this process leads
   * @param loops what following is a loop of
   */
  public record Parts(
      KubernetesClient client,
      ClusterStores stores,
      PatchUsage use,
      DataplaneController loop,
      LoopSupervisor loops) {}

  private final KubernetesClient client;
  private final ClusterStores stores;
  private final PatchUsage use;
  private final LeaderGuard fence;
  private final Function<NamedPatch, PatchReview> reviewer;
  private final PatchStatus status;
  private final Map<String, Known> written = new HashMap<>();
  private final Map<String, Reviewed> reviews = new HashMap<>();
  private final SupervisedLoop following;
  private Optional<Boolean> definesStatus = Optional.empty();
  private boolean saidMissing;
  private long afresh = System.nanoTime();

  /**
   * Nothing is written before {@link #start}.
   *
   * @param reviewer says what is wrong with a patch
   */
  public PatchStatuses(
      Parts parts, Function<NamedPatch, PatchReview> reviewer, InstantSource clock) {
    this.client = parts.client();
    this.stores = parts.stores();
    this.use = parts.use();
    this.fence = parts.loop()::leads;
    this.reviewer = reviewer;
    this.status = new PatchStatus(clock);
    this.following = parts.loops().loop("patch statuses", HEARTBEAT_LIMIT, _ -> turn());
  }

  /** Begins to follow. */
  public void start() {
    stores.containerPatches().store().listen((key, before, after) -> following.wake());
    stores.pods().store().listen((key, before, after) -> following.wake());
    following.start();
  }

  @Override
  public void close() {
    following.close();
  }

  private NextRun turn() throws InterruptedException {
    if (fence.open()) {
      pass();
    } else {
      forget();
    }
    return NextRun.between(AT_MOST, AT_MOST.plus(AT_LATEST));
  }

  private void forget() {
    written.clear();
    reviews.clear();
    definesStatus = Optional.empty();
    afresh = System.nanoTime();
  }

  private void pass() throws InterruptedException {
    if (System.nanoTime() - afresh > AFRESH.toNanos()) {
      forget();
    }
    var patches = new TreeMap<String, NamedPatch>();
    stores.containerPatches().store().forEach((key, patch) -> patches.put(patch.name(), patch));
    written.keySet().retainAll(patches.keySet());
    reviews.keySet().retainAll(patches.keySet());
    var users = use.all();
    for (var patch : patches.values()) {
      following.beat();
      try {
        follow(patch, users.getOrDefault(patch.name(), new Users(0, List.of())));
      } catch (IOException e) {
        LOG.warnf("the status of ContainerPatch %s was not written: %s", patch.name(), e);
      } catch (RuntimeException e) {
        LOG.warnf("the status of ContainerPatch %s was not written", patch.name());
        following.survived(e);
      }
    }
  }

  private void follow(NamedPatch patch, Users users) throws IOException, InterruptedException {
    var known = new Known(patch, review(patch), users);
    if (known.equals(written.get(patch.name()))) {
      return;
    }
    if (!hasStatus()) {
      written.put(patch.name(), known);
      return;
    }
    var all = client.resources(ContainerPatch.class).inNamespace(stores.systemNamespace());
    var stored = TypedCalls.get(all.withName(patch.name())::get);
    if (stored.isPresent() && follow(stored.get(), users)) {
      written.put(patch.name(), known);
    }
  }

  /** Whether the status is right now. */
  private boolean follow(ContainerPatch stored, Users users)
      throws IOException, InterruptedException {
    var wanted = status.of(stored, reviewer.apply(NamedPatch.of(stored)), users);
    if (wanted.isEmpty()) {
      return true;
    }
    stored.setStatus(wanted.get());
    return fence.open() && TypedCalls.change(client.resource(stored)::patchStatus).isPresent();
  }

  /** Pods come and go all the time, patches and settings do not. */
  private PatchReview review(NamedPatch patch) {
    var now = System.nanoTime();
    var last = reviews.get(patch.name());
    if (last == null || !last.patch().equals(patch) || now - last.at() > AT_LATEST.toNanos() / 2) {
      last = new Reviewed(patch, reviewer.apply(patch), now);
      reviews.put(patch.name(), last);
    }
    return last.review();
  }

  /** Whether the definition in the cluster has a status; asked once until {@link #forget}. */
  private boolean hasStatus() throws IOException, InterruptedException {
    if (definesStatus.isEmpty()) {
      definesStatus = discoverStatus();
    }
    return definesStatus.orElse(false);
  }

  /** Empty where the cluster does not know the group yet. */
  private Optional<Boolean> discoverStatus() throws IOException, InterruptedException {
    var group = KumaResource.GROUP + "/" + KumaResource.VERSION;
    var known = TypedCalls.get(() -> client.getApiResources(group));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    boolean has =
        known.get().getResources().stream()
            .anyMatch(resource -> resource.getName().equals("containerpatches/status"));
    if (!has && !saidMissing) {
      saidMissing = true;
      LOG.info(
          "the ContainerPatches of this cluster have no status: it is left out (the definition is"
              + " Kuma's own)");
    }
    return Optional.of(has);
  }
}
