package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cluster.cache.Informer;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ResourceKind;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.tls.TrustBundle;
import io.higuma.tls.TrustDistribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes the {@code caBundle} of Higuma's two webhook configurations. All replicas watch them; only
 * the leader writes.
 */
public final class WebhookConfigurations implements TrustDistribution, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WebhookConfigurations.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** The backoff is reset if the last repair is older than this. */
  private static final Duration REPAIR_WINDOW = Duration.ofMinutes(1);

  private final ApiCalls api;
  private final List<Configuration> configurations;
  private final AtomicLong repairs = new AtomicLong();

  /** Backoff of repairs, in case another controller writes a different bundle. */
  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10));

  private final Bundle desired;
  private final SupervisedLoop idleWatchLoop;
  private final SupervisedLoop repairLoop;
  private volatile String problem = "";

  /** Number of repairs in a row, each within {@link #REPAIR_WINDOW} of the previous one. */
  private int consecutiveRepairs;

  private long lastRepair;

  /**
   * The desired {@code caBundle}.
   *
   * @param isLeader whether this replica is the leader
   * @param bundle PEM of the CAs that the API server must trust; empty if Higuma does not write it
   */
  public record Bundle(BooleanSupplier isLeader, Supplier<String> bundle) {}

  private record Configuration(String name, ApiPath path, Informer<WebhookConfiguration> informer) {
    Optional<WebhookConfiguration> registration() {
      return informer.store().find("", name);
    }
  }

  /**
   * Starts nothing before {@link #start}.
   *
   * @param api not closed by this class
   * @param service {@code namespace/name} through which the API server calls Higuma
   * @param desired the desired {@code caBundle}
   * @param loops runs the watches and the repair loop
   */
  public WebhookConfigurations(
      ApiCalls api, ObjectKey service, Bundle desired, LoopSupervisor loops) {
    this.api = api;
    var names = WebhookNames.ofService(service.name());
    this.configurations =
        List.of(
            configuration("mutatingwebhookconfigurations", names.mutating(), service, loops),
            configuration("validatingwebhookconfigurations", names.validating(), service, loops));
    this.desired = desired;
    this.repairLoop = loops.loop("webhooks", HEARTBEAT_LIMIT, _ -> repairIfLeader());
    this.idleWatchLoop =
        Informer.idleWatchLoop(
            loops,
            "idle watches of webhooks",
            () -> configurations.stream().map(Configuration::informer));
  }

  /** Starts the watches and the repair loop, which writes only while this replica is the leader. */
  public void start() {
    for (Configuration configuration : configurations) {
      configuration.informer().store().listen((key, before, after) -> wake());
      configuration.informer().start();
    }
    repairLoop.start();
    idleWatchLoop.start();
  }

  /** Triggers a check without waiting for the period of 500 ms. */
  public void wake() {
    repairLoop.wake();
  }

  /** Number of {@code caBundle} writes of this replica. */
  public long repairs() {
    return repairs.get();
  }

  /** Message of the last failed write; empty if the last check found no failure. */
  public String problem() {
    return problem;
  }

  @Override
  public boolean isTrusted(X509Certificate authority) {
    return configurations.stream()
        .allMatch(
            configuration ->
                configuration.informer().synced().isDone()
                    && configuration.registration().stream()
                        .flatMap(registration -> registration.hooks().stream())
                        .allMatch(hook -> TrustBundle.contains(hook.bundle(), authority)));
  }

  @Override
  public boolean isObserved() {
    return configurations.stream().allMatch(configuration -> configuration.informer().isCurrent());
  }

  @Override
  public void close() {
    repairLoop.close();
    idleWatchLoop.close();
    configurations.forEach(configuration -> configuration.informer().close());
  }

  /** API path of a kind of webhook configurations. */
  public static ApiPath path(String plural) {
    return ApiPath.group("admissionregistration.k8s.io", "v1").resource(plural);
  }

  private Configuration configuration(
      String plural, String name, ObjectKey service, LoopSupervisor loops) {
    var kind =
        ResourceKind.of(
            name,
            path(plural).with("fieldSelector", "metadata.name=" + name),
            WebhookConfiguration.FIELDS,
            object -> Optional.of(WebhookConfiguration.read(object, service)));
    return new Configuration(name, path(plural).name(name), new Informer<>(api, kind, loops));
  }

  private NextRun repairIfLeader() throws InterruptedException {
    if (!desired.isLeader().getAsBoolean() || !repair(desired.bundle().get())) {
      return NextRun.within(PERIOD);
    }
    consecutiveRepairs =
        System.nanoTime() - lastRepair < REPAIR_WINDOW.toNanos() ? consecutiveRepairs + 1 : 1;
    lastRepair = System.nanoTime();
    Duration wait = backoff.after(consecutiveRepairs);
    return NextRun.between(wait, wait.plus(PERIOD));
  }

  /** Returns whether a write was attempted, even if it failed. */
  private boolean repair(String bundle) throws InterruptedException {
    boolean attempted = false;
    String failure = "";
    for (Configuration configuration : configurations) {
      WebhookConfiguration current = configuration.registration().orElse(WebhookConfiguration.NONE);
      if (!bundle.isEmpty() && !current.keptByOthers() && !current.differing(bundle).isEmpty()) {
        attempted = true;
        failure += write(configuration, current, bundle);
      }
    }
    if (!failure.isEmpty() && !failure.equals(problem)) {
      LOG.warn(failure);
    }
    problem = failure;
    return attempted;
  }

  /** Returns an error message; empty on success and on a conflict. */
  private String write(Configuration configuration, WebhookConfiguration current, String bundle)
      throws InterruptedException {
    try {
      byte[] patch = patch(current, bundle).toString().getBytes(StandardCharsets.UTF_8);
      ApiResponse response =
          api.patch(configuration.path().asManager(), ApiCalls.JSON_PATCH, patch);
      if (response.isSuccess()) {
        repairs.incrementAndGet();
        LOG.infof("%s: caBundle written", configuration.name());
        return "";
      }
      return response.status() == ApiResponse.CONFLICT
          ? ""
          : "%s: caBundle could not be written: %s"
              .formatted(configuration.name(), response.summary());
    } catch (IOException e) {
      return "%s: caBundle could not be written: %s"
          .formatted(configuration.name(), e.getMessage());
    }
  }

  /** JSON Patch with the resource version, so that the indexes of the webhooks are still valid. */
  private static ArrayNode patch(WebhookConfiguration current, String bundle) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", current.version());
    String base64 = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
    for (WebhookConfiguration.Hook hook : current.differing(bundle)) {
      patch
          .addObject()
          .put("op", "add")
          .put("path", "/webhooks/" + hook.index() + "/clientConfig/caBundle")
          .put("value", base64);
    }
    return patch;
  }
}
