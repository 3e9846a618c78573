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
 * Our two webhook configurations. Every replica watches them; the leader sees to it that the API
 * server trusts what all replicas show.
 */
public final class WebhookConfigurations implements TrustDistribution, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WebhookConfigurations.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** Repairs that are further apart have nothing to do with each other. */
  private static final Duration APART = Duration.ofMinutes(1);

  private final ApiCalls api;
  private final List<Configuration> configurations;
  private final AtomicLong repairs = new AtomicLong();

  /** Somebody else may think otherwise, and is not fought at full speed. */
  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10));

  private final Bundle wanted;
  private final SupervisedLoop listening;
  private final SupervisedLoop keeping;
  private volatile String problem = "";

  /** How many repairs followed each other closely, and when the last was. */
  private int close;

  private long last;

  /**
   * Whose word counts.
   *
   * @param leads whether this replica leads
   * @param bundle PEM of whom the API server must trust; empty where others see to it
   */
  public record Bundle(BooleanSupplier leads, Supplier<String> bundle) {}

  private record Configuration(String name, ApiPath path, Informer<WebhookConfiguration> watched) {
    Optional<WebhookConfiguration> registration() {
      return watched.store().find("", name);
    }
  }

  /**
   * Prepares it without starting anything.
   *
   * @param api stays the caller's
   * @param service {@code namespace/name} through which the API server calls us
   * @param wanted what is kept right
   * @param loops what watching and repairing are loops of
   */
  public WebhookConfigurations(
      ApiCalls api, ObjectKey service, Bundle wanted, LoopSupervisor loops) {
    this.api = api;
    var names = WebhookNames.ofService(service.name());
    this.configurations =
        List.of(
            configuration("mutatingwebhookconfigurations", names.mutating(), service, loops),
            configuration("validatingwebhookconfigurations", names.validating(), service, loops));
    this.wanted = wanted;
    this.keeping = loops.loop("webhooks", HEARTBEAT_LIMIT, _ -> keep());
    this.listening =
        Informer.silence(
            loops,
            "listen for silence of webhooks",
            () -> configurations.stream().map(Configuration::watched));
  }

  /** Begins to watch, and to repair while this replica leads. */
  public void start() {
    for (Configuration configuration : configurations) {
      configuration.watched().store().listen((key, before, after) -> wake());
      configuration.watched().start();
    }
    keeping.start();
    listening.start();
  }

  /** Looks at once whether something must be repaired. */
  public void wake() {
    keeping.wake();
  }

  /** How often a webhook configuration was repaired by this replica. */
  public long repairs() {
    return repairs.get();
  }

  /** What keeps the configurations from being right, for people; empty where nothing does. */
  public String problem() {
    return problem;
  }

  @Override
  public boolean holds(X509Certificate authority) {
    return configurations.stream()
        .allMatch(
            configuration ->
                configuration.watched().synced().isDone()
                    && configuration.registration().stream()
                        .flatMap(registration -> registration.hooks().stream())
                        .allMatch(hook -> TrustBundle.contains(hook.bundle(), authority)));
  }

  @Override
  public void close() {
    keeping.close();
    listening.close();
    configurations.forEach(configuration -> configuration.watched().close());
  }

  /** Where all configurations of a kind are. */
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

  private NextRun keep() throws InterruptedException {
    if (!wanted.leads().getAsBoolean() || !repair(wanted.bundle().get())) {
      return NextRun.within(PERIOD);
    }
    close = System.nanoTime() - last < APART.toNanos() ? close + 1 : 1;
    last = System.nanoTime();
    Duration wait = backoff.after(close);
    return NextRun.between(wait, wait.plus(PERIOD));
  }

  /** Whether anything had to be repaired, with or without success. */
  private boolean repair(String bundle) throws InterruptedException {
    boolean any = false;
    String trouble = "";
    for (Configuration configuration : configurations) {
      WebhookConfiguration now = configuration.registration().orElse(WebhookConfiguration.NONE);
      if (!bundle.isEmpty() && !now.keptByOthers() && !now.differing(bundle).isEmpty()) {
        any = true;
        trouble += write(configuration, now, bundle);
      }
    }
    if (!trouble.isEmpty() && !trouble.equals(problem)) {
      LOG.warn(trouble);
    }
    problem = trouble;
    return any;
  }

  /** What went wrong; empty where nothing did. */
  private String write(Configuration configuration, WebhookConfiguration now, String bundle)
      throws InterruptedException {
    try {
      byte[] patch = patch(now, bundle).toString().getBytes(StandardCharsets.UTF_8);
      ApiResponse answer = api.patch(configuration.path().asManager(), ApiCalls.JSON_PATCH, patch);
      if (answer.good()) {
        repairs.incrementAndGet();
        LOG.infof("%s: caBundle written", configuration.name());
        return "";
      }
      return answer.status() == ApiResponse.CONFLICT
          ? ""
          : "%s: caBundle could not be written: %s".formatted(configuration.name(), answer.says());
    } catch (IOException e) {
      return "%s: caBundle could not be written: %s"
          .formatted(configuration.name(), e.getMessage());
    }
  }

  /** With the version, so that nothing is written into a place that has become another's. */
  private static ArrayNode patch(WebhookConfiguration now, String bundle) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", now.version());
    String base64 = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
    for (WebhookConfiguration.Hook hook : now.differing(bundle)) {
      patch
          .addObject()
          .put("op", "add")
          .put("path", "/webhooks/" + hook.index() + "/clientConfig/caBundle")
          .put("value", base64);
    }
    return patch;
  }
}
