package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sieve READ =
      Sieve.of("metadata(name,generation,resourceVersion,annotations),spec,status");

  /** Changes of settings are not heard of, so it looks again this often. */
  private static final Duration AT_LATEST = Duration.ofSeconds(15);

  /** Many Pods change at once. */
  private static final Duration AT_MOST = Duration.ofMillis(500);

  /** Somebody may have changed a status by hand, or put in a definition that has one. */
  private static final Duration AFRESH = Duration.ofMinutes(10);

  /** What is known about a patch: nothing is done while it stays the same. */
  private record Known(NamedPatch patch, PatchReview review, Users users) {}

  private record Reviewed(NamedPatch patch, PatchReview review, long at) {}

  /**
   * What it works with.
   *
   * @param api the Kubernetes API
   * @param stores what is known of the cluster
   * @param use who uses what
   * @param loop says whether this process leads
   */
  public record Parts(ApiCalls api, ClusterStores stores, PatchUse use, ControlLoop loop) {}

  private final ApiCalls api;
  private final ClusterStores stores;
  private final PatchUse use;
  private final Fence fence;
  private final Function<NamedPatch, PatchReview> reviewer;
  private final PatchStatusJson json;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, Known> written = new HashMap<>();
  private final Map<String, Reviewed> reviews = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("patch statuses").unstarted(this::run);
  private boolean saidMissing;
  private long afresh = System.nanoTime();

  /**
   * Nothing is written before {@link #start}.
   *
   * @param reviewer says what is wrong with a patch
   */
  public PatchStatuses(
      Parts parts, Function<NamedPatch, PatchReview> reviewer, InstantSource clock) {
    this.api = parts.api();
    this.stores = parts.stores();
    this.use = parts.use();
    this.fence = parts.loop()::leads;
    this.reviewer = reviewer;
    this.json = new PatchStatusJson(clock);
  }

  /** Begins to follow. */
  public void start() {
    stores.containerPatches().store().listen((key, before, after) -> wake.release());
    stores.pods().store().listen((key, before, after) -> wake.release());
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        if (fence.open()) {
          pass();
        } else {
          forget();
        }
        Thread.sleep(AT_MOST);
        var _ = wake.tryAcquire(AT_LATEST.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      LOG.debug("no more statuses");
    }
  }

  private void forget() {
    written.clear();
    reviews.clear();
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
      try {
        follow(patch, users.getOrDefault(patch.name(), new Users(0, List.of())));
      } catch (IOException | RuntimeException e) {
        LOG.warnf("the status of ContainerPatch %s was not written: %s", patch.name(), e);
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
    var path =
        ApiPath.kuma()
            .namespace(stores.systemNamespace())
            .resource("containerpatches")
            .name(patch.name());
    var answer = api.get(path);
    if (!answer.good()) {
      return;
    }
    var stored = answer.object(READ);
    var read = NamedPatch.of(stored);
    var status = json.of(stored, reviewer.apply(read), users);
    if (status.isEmpty() || write(path, stored, status.get())) {
      written.put(patch.name(), known);
    }
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

  private boolean write(ApiPath path, JsonNode stored, ObjectNode status)
      throws IOException, InterruptedException {
    if (!fence.open()) {
      return false;
    }
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata")
        .put("resourceVersion", stored.path("metadata").path("resourceVersion").asText());
    body.set("status", status);
    var answer =
        api.patch(
            path.subresource("status"),
            JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    if (!answer.good() && answer.status() != ApiAnswer.CONFLICT) {
      LOG.warnf("the status of %s was not written: %s", path, answer.says());
    }
    return answer.good();
  }

  private boolean hasStatus() throws IOException, InterruptedException {
    var answer = api.get(ApiPath.kuma());
    for (var resource : answer.object(Sieve.of("resources(name)")).path("resources")) {
      if (resource.path("name").asText().equals("containerpatches/status")) {
        return true;
      }
    }
    if (!saidMissing && answer.good()) {
      saidMissing = true;
      LOG.info(
          "the ContainerPatches of this cluster have no status: it is left out (the definition is"
              + " Kuma's own)");
    }
    return false;
  }
}
