package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.SystemConfigMap;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.kuma.AddressRange;
import io.higuma.kuma.Mesh;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.xds.snapshot.VirtualIps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gives every service of a Mesh a virtual IP, in the ConfigMap {@code kuma-<mesh>-dns-vips}. Only
 * the leader writes, and only if the ConfigMap has not changed since it was read.
 */
public final class VirtualIpController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VirtualIpController.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** Twice the time for which clients may keep a name's address. */
  private static final Duration REUSE_DELAY = Duration.ofSeconds(60);

  /** Kubernetes rejects larger ConfigMaps; three quarters of it are worth a warning. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final int WARNING_BYTES = MAX_BYTES * 3 / 4;
  private static final String KEY = SystemConfigMap.VIPS_KEY;

  /**
   * Where services and addresses come from.
   *
   * @param leads whether this replica is the leader and its caches are synced
   * @param meshes the names of all Meshes
   * @param services the service tags of a Mesh
   * @param known the virtual IPs of a Mesh as watched; empty if they are not stored or not valid
   * @param served whether Higuma serves a Mesh; addresses of other Meshes are never freed
   */
  public record Source(
      BooleanSupplier leads,
      Supplier<Collection<String>> meshes,
      Function<String, Set<String>> services,
      Function<String, Optional<VirtualIps>> known,
      Predicate<String> served) {}

  private final KubernetesClient client;
  private final String namespace;
  private final Source source;
  private final AddressRange range;
  private final int port;
  private final LongSupplier nanos;
  private final SupervisedLoop loop;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
  private final Map<String, AbsentServices> absent = new HashMap<>();
  private final Set<String> warned = new HashSet<>();
  private int failures;

  /**
   * Starts nothing before {@link #start}.
   *
   * @param namespace the system namespace
   * @param range the range of the addresses
   * @param port the port of services at their addresses
   * @param nanos monotonic clock
   */
  public VirtualIpController(
      KubernetesClient client,
      String namespace,
      Source source,
      AddressRange range,
      int port,
      LongSupplier nanos,
      LoopSupervisor loops) {
    this.client = client;
    this.namespace = namespace;
    this.source = source;
    this.range = range;
    this.port = port;
    this.nanos = nanos;
    this.loop = loops.loop("virtual IPs", HEARTBEAT_LIMIT, _ -> reconcileAll());
  }

  /** Starts the loop, which writes only while this replica is the leader. */
  public void start() {
    loop.start();
  }

  /** Triggers a reconcile without waiting for the period of 5 seconds. */
  public void wake() {
    loop.wake();
  }

  @Override
  public void close() {
    loop.close();
  }

  private NextRun reconcileAll() throws InterruptedException {
    boolean failed = false;
    if (source.leads().getAsBoolean()) {
      for (String mesh : source.meshes().get()) {
        failed |= !reconcile(mesh);
      }
    } else {
      absent.clear();
    }
    failures = failed ? failures + 1 : 0;
    return failed ? NextRun.in(backoff.after(failures)) : NextRun.within(PERIOD);
  }

  /** Returns whether the addresses are as desired. */
  private boolean reconcile(String mesh) throws InterruptedException {
    Set<String> services = source.services().apply(mesh);
    Optional<VirtualIps> known = source.known().apply(mesh);
    List<String> expired = expired(mesh, services, known.orElse(VirtualIps.NONE));
    boolean complete =
        known.isPresent()
            ? known.get().services().keySet().containsAll(services)
            : services.isEmpty();
    if (complete && expired.isEmpty()) {
      return true;
    }
    try {
      return write(mesh, services, expired);
    } catch (IOException e) {
      LOG.warnf("the virtual IPs of mesh %s could not be written: %s", mesh, e.getMessage());
      return false;
    }
  }

  /** Services that have had no Dataplane for so long that clients have forgotten their address. */
  private List<String> expired(String mesh, Set<String> services, VirtualIps known) {
    AbsentServices states = absent.computeIfAbsent(mesh, none -> new AbsentServices(REUSE_DELAY));
    List<String> expired = states.expired(services, known.services().keySet(), nanos.getAsLong());
    if (source.served().test(mesh)) {
      return expired;
    }
    states.restart();
    return List.of();
  }

  private boolean write(String mesh, Set<String> services, List<String> expired)
      throws IOException, InterruptedException {
    String name = SystemConfigMap.vipsOf(mesh);
    var maps = client.configMaps();
    Optional<ConfigMap> existing = TypedCalls.get(maps.inNamespace(namespace).withName(name)::get);
    Optional<VirtualIps> stored = existing.flatMap(map -> parse(name, map));
    if (existing.isPresent() && stored.isEmpty()) {
      return false;
    }
    VirtualIps before = stored.orElse(VirtualIps.NONE);
    VirtualIps after = before.without(expired).allocate(services, range, port);
    warnIfFull(mesh, name, services, after);
    if (after.equals(before)) {
      return after.services().keySet().containsAll(services);
    }
    Optional<ConfigMap> desired =
        existing.isPresent()
            ? existing.map(map -> new ConfigMapBuilder(map).addToData(KEY, after.json()).build())
            : fresh(mesh, name, after);
    if (desired.isEmpty()) {
      return false;
    }
    var resource = maps.resource(desired.get());
    Optional<ConfigMap> written =
        existing.isPresent()
            ? TypedCalls.change(resource::update)
            : TypedCalls.create(resource::create);
    return written.isPresent();
  }

  private static Optional<VirtualIps> parse(String name, ConfigMap map) {
    String json = map.getData() == null ? null : map.getData().get(KEY);
    if (json == null || json.isEmpty()) {
      return Optional.of(VirtualIps.NONE);
    }
    return switch (VirtualIps.parse(json)) {
      case Parsed.Good<VirtualIps>(VirtualIps ips) -> Optional.of(ips);
      case Parsed.Bad<VirtualIps>(Violation violation) -> {
        LOG.warnf("ConfigMap %s is not valid and is not changed: %s", name, violation.message());
        yield Optional.empty();
      }
    };
  }

  /** A ConfigMap that is deleted with its Mesh; empty if there is no such Mesh. */
  private Optional<ConfigMap> fresh(String mesh, String name, VirtualIps ips)
      throws IOException, InterruptedException {
    Optional<Mesh> owner = TypedCalls.get(client.resources(Mesh.class).withName(mesh)::get);
    return owner.map(
        found ->
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("kuma.io/mesh", mesh)
                .addToOwnerReferences(
                    new OwnerReferenceBuilder()
                        .withApiVersion(found.getApiVersion())
                        .withKind(found.getKind())
                        .withName(mesh)
                        .withUid(found.getMetadata().getUid())
                        .build())
                .endMetadata()
                .addToData(KEY, ips.json())
                .build());
  }

  private void warnIfFull(String mesh, String name, Set<String> services, VirtualIps ips) {
    int bytes = ips.json().getBytes(StandardCharsets.UTF_8).length;
    boolean all = ips.services().keySet().containsAll(services);
    if ((bytes > WARNING_BYTES || !all) && warned.add(mesh)) {
      LOG.warnf(
          "ConfigMap %s has %d bytes of at most %d%s",
          name, bytes, MAX_BYTES, all ? "" : ", and the range of virtual IPs has no room");
    }
  }
}
