package io.higuma.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.Informer;
import io.higuma.cluster.cache.ResourceKind;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The ConfigMap in the system namespace that holds the overrides of all replicas. Each replica
 * watches it; whoever writes must have seen what was there.
 */
public final class OverridesConfigMap implements AutoCloseable {
  /** The name of the ConfigMap. */
  public static final String NAME = "higuma-config";

  private static final Logger LOG = Logger.getLogger(OverridesConfigMap.class);
  private static final int GREATEST_MESSAGE = 1000;

  private final KubernetesClient client;
  private final String namespace;
  private final Informer<StoredOverrides> watched;
  private final SupervisedLoop listener;

  /**
   * Prepares the watch without starting it.
   *
   * @param api stays the caller's
   * @param namespace the system namespace
   * @param loops what the watch is a loop of
   */
  public OverridesConfigMap(ApiCalls api, String namespace, LoopSupervisor loops) {
    this.client = api.client();
    this.namespace = namespace;
    var all = ApiPath.core().namespace(namespace).resource("configmaps");
    this.watched =
        new Informer<>(
            api,
            ResourceKind.of(
                "ConfigMap " + NAME,
                all.with("fieldSelector", "metadata.name=" + NAME),
                OverridesDocument.FIELDS,
                map -> Optional.of(OverridesDocument.readTrimmed(map))),
            loops);
    this.listener =
        Informer.silence(loops, "listen for silence of " + NAME, () -> Stream.of(watched));
  }

  /**
   * Begins to watch.
   *
   * @param changed called after each change, on the thread of the watch
   */
  public void start(Runnable changed) {
    watched.store().listen((key, before, after) -> changed.run());
    watched.start();
    listener.start();
  }

  /** Completes when the ConfigMap has been read, or is known not to be there. */
  public CompletableFuture<Void> synced() {
    return watched.synced();
  }

  /** What it is called and, where it cannot be read, why. */
  public String describe() {
    return watched.describe();
  }

  /** What the watch has seen last. */
  public StoredOverrides watched() {
    return watched.store().find(namespace, NAME).orElse(StoredOverrides.NONE);
  }

  /**
   * What is stored now, asked of the API server.
   *
   * @throws IOException where it cannot be read
   */
  public StoredOverrides read() throws IOException {
    return whole().map(OverridesDocument::read).orElse(StoredOverrides.NONE);
  }

  /**
   * Stores {@code after} where {@code before} still stands.
   *
   * @return what is stored now; empty where somebody else was faster
   * @throws IOException where it cannot be written
   */
  public Optional<StoredOverrides> write(StoredOverrides before, StoredOverrides after)
      throws IOException {
    Optional<ConfigMap> there = whole();
    StoredOverrides now = there.map(OverridesDocument::read).orElse(StoredOverrides.NONE);
    if (!now.resourceVersion().equals(before.resourceVersion())) {
      return Optional.empty();
    }
    ConfigMap map = there.orElseGet(() -> OverridesDocument.fresh(namespace, NAME));
    var written = client.configMaps().resource(OverridesDocument.with(map, after));
    return call(() ->
            there.isPresent()
                ? TypedCalls.change(written::update)
                : TypedCalls.create(written::create))
        .map(OverridesDocument::read);
  }

  /**
   * Tells the cluster's users with an Event about the ConfigMap. Replicas that say the same about
   * the same version say it once.
   */
  public void warn(String reason, String message, String about, Instant at) {
    int said = (reason + about + message).hashCode();
    String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withMetadata(TypedCalls.named(namespace, NAME + "." + Integer.toHexString(said)))
            .withInvolvedObject(InjectionEvents.reference("v1", "ConfigMap", namespace, NAME, ""))
            .withNewSource("higuma", null)
            .withType("Warning")
            .withReason(reason)
            .withMessage(message.substring(0, Math.min(message.length(), GREATEST_MESSAGE)))
            .withFirstTimestamp(time)
            .withLastTimestamp(time)
            .withCount(1)
            .build();
    try {
      call(() -> TypedCalls.create(client.v1().events().resource(event)::create));
    } catch (IOException e) {
      LOG.warnf("an Event could not be written: %s", e.getMessage());
    }
  }

  private Optional<ConfigMap> whole() throws IOException {
    return call(
        () -> TypedCalls.get(client.configMaps().inNamespace(namespace).withName(NAME)::get));
  }

  private interface Call<T> {
    Optional<T> make() throws IOException, InterruptedException;
  }

  private static <T> Optional<T> call(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    listener.close();
    watched.close();
  }
}
