package io.higuma.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.Informer;
import io.higuma.cluster.cache.ResourceKind;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.controller.EventReason;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.kuma.TextTruncation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.SupervisedLoop;
import io.higuma.settings.Overrides;
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
 * watches it; writes use optimistic locking.
 */
public final class OverridesConfigMap implements AutoCloseable {
  /** The name of the ConfigMap. */
  public static final String NAME = Overrides.CONFIG_MAP;

  private static final Logger LOG = Logger.getLogger(OverridesConfigMap.class);
  private static final int MAX_MESSAGE_LENGTH = 1000;

  private final KubernetesClient client;
  private final String namespace;
  private final Informer<StoredOverrides> watched;
  private final SupervisedLoop idleWatchLoop;

  /**
   * Creates the watch without starting it.
   *
   * @param api the client; not closed by this class
   * @param namespace the system namespace
   * @param loops supervises the watch loop
   */
  public OverridesConfigMap(ApiCalls api, String namespace, LoopSupervisor loops) {
    this.client = api.client();
    this.namespace = namespace;
    var configMaps = ApiPath.core().namespace(namespace).resource("configmaps");
    this.watched =
        new Informer<>(
            api,
            ResourceKind.of(
                "ConfigMap " + NAME,
                configMaps.with("fieldSelector", "metadata.name=" + NAME),
                OverridesDocument.FIELDS,
                map -> Optional.of(OverridesDocument.readTrimmed(map))),
            loops);
    this.idleWatchLoop =
        Informer.idleWatchLoop(loops, "idle watch of " + NAME, () -> Stream.of(watched));
  }

  /**
   * Starts the watch.
   *
   * @param changed called after each change, on the thread of the watch
   */
  public void start(Runnable changed) {
    watched.store().listen((key, before, after) -> changed.run());
    watched.start();
    idleWatchLoop.start();
  }

  /** Completes when the ConfigMap has been read, or is known not to exist. */
  public CompletableFuture<Void> synced() {
    return watched.synced();
  }

  /** The plural of the kind and, if it cannot be read, the reason. */
  public String describe() {
    return watched.describe();
  }

  /** The latest overrides from the watch. */
  public StoredOverrides watched() {
    return watched.store().find(namespace, NAME).orElse(StoredOverrides.NONE);
  }

  /**
   * Reads the stored overrides from the API server.
   *
   * @throws IOException if they cannot be read
   */
  public StoredOverrides read() throws IOException {
    return fetch().map(OverridesDocument::read).orElse(StoredOverrides.NONE);
  }

  /**
   * Replaces {@code before} by {@code after} if the stored version is still {@code before}.
   *
   * @return the stored overrides; empty on a conflict
   * @throws IOException if they cannot be written
   */
  public Optional<StoredOverrides> write(StoredOverrides before, StoredOverrides after)
      throws IOException {
    Optional<ConfigMap> existing = fetch();
    StoredOverrides current = existing.map(OverridesDocument::read).orElse(StoredOverrides.NONE);
    if (!current.resourceVersion().equals(before.resourceVersion())) {
      return Optional.empty();
    }
    ConfigMap map = existing.orElseGet(() -> OverridesDocument.fresh(namespace, NAME));
    var written = client.configMaps().resource(OverridesDocument.with(map, after));
    return call(() ->
            existing.isPresent()
                ? TypedCalls.change(written::update)
                : TypedCalls.create(written::create))
        .map(OverridesDocument::read);
  }

  /**
   * Writes a Warning Event about the ConfigMap. Replicas with the same message about the same
   * version write one Event.
   */
  public void warn(EventReason reason, String message, String version, Instant at) {
    int hash = (reason.reason() + version + message).hashCode();
    String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withMetadata(TypedCalls.named(namespace, NAME + "." + Integer.toHexString(hash)))
            .withInvolvedObject(InjectionEvents.reference("v1", "ConfigMap", namespace, NAME, ""))
            .withNewSource("higuma", null)
            .withType(reason.type())
            .withReason(reason.reason())
            .withMessage(TextTruncation.beginning(message, MAX_MESSAGE_LENGTH))
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

  private Optional<ConfigMap> fetch() throws IOException {
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
    idleWatchLoop.close();
    watched.close();
  }
}
