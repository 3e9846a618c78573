package io.higuma.app;

import io.higuma.admission.DecisionRules;
import io.higuma.cli.Version;
import io.higuma.inject.InjectionContext;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsSnapshot;
import io.higuma.tls.CertificateSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current {@link DecisionRules}. Rebuilt when the settings or the sidecars' CA bundle
 * change. A request reads them once, so that a Pod never gets a mix of old and new settings.
 */
final class CurrentRules implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CurrentRules.class);

  private final SidecarTrust trust;
  private final CompletableFuture<KubernetesVersion> version;
  private final CompletableFuture<Void> ready;
  private Optional<Inputs> inputs = Optional.empty();
  private volatile @Nullable Active current;

  /** Rules with the context that they were built from. */
  private record Active(InjectionContext injection, DecisionRules rules) {}

  private record Inputs(SettingsSnapshot settings, KubernetesVersion version) {}

  /**
   * Builds the rules as soon as the API server's version and our own certificate are known.
   *
   * @param own source of the CA bundle for sidecars, unless the settings name a file
   * @param loops runs background loops
   */
  CurrentRules(
      LiveConfig config,
      CompletableFuture<KubernetesVersion> version,
      CertificateSource own,
      LoopSupervisor loops) {
    this.trust = new SidecarTrust(own, this::rebuild, loops);
    this.version = version;
    this.ready =
        version
            .thenCombine(own.ready(), (found, nothing) -> found)
            .thenAccept(found -> config.follow(latest -> build(new Inputs(latest, found))));
    var _ =
        ready.exceptionally(
            fault -> {
              if (!version.isCancelled()) {
                loops.fault("rules", fault, "is not retried: no admission request can be decided");
              }
              return null;
            });
  }

  /** Completes when the first rules are built. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** What the rules are waiting for, for messages; empty when they are built. */
  String missing() {
    return ready.isDone() && !ready.isCompletedExceptionally()
        ? ""
        : "the API server's version and our certificate";
  }

  /** The current rules; only after {@link #ready}. */
  DecisionRules current() {
    return Objects.requireNonNull(current).rules();
  }

  /** The context of the current rules; empty before {@link #ready}. */
  Optional<InjectionContext> injection() {
    return Optional.ofNullable(current).map(Active::injection);
  }

  /**
   * The context of rules for these settings, without the version and digest annotations on Pods.
   */
  InjectionContext contextFor(Settings settings) {
    return injection(settings, version.join(), trust.preview(settings));
  }

  private static InjectionContext injection(
      Settings settings, KubernetesVersion version, String trusted) {
    boolean wanted = settings.runtime().kubernetes().injector().sidecarContainers();
    return new InjectionContext(settings, wanted && version.hasNativeSidecars(), trusted);
  }

  @Override
  public void close() {
    version.cancel(false);
    trust.close();
  }

  private synchronized void rebuild() {
    inputs.ifPresent(this::build);
  }

  private synchronized void build(Inputs latest) {
    inputs = Optional.of(latest);
    var settings = latest.settings().settings();
    var injection =
        injection(settings, latest.version(), trust.bundleFor(settings))
            .markedWith(Version.number(), RenderingDigest.of(settings));
    LOG.infof(
        "settings %d on Kubernetes %s: sidecars are %s containers",
        latest.settings().revision(),
        latest.version(),
        injection.nativeSidecars() ? "native" : "ordinary");
    current = new Active(injection, DecisionRules.of(injection));
  }
}
