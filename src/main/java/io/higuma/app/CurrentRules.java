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
  private final CompletableFuture<Void> made;
  private Optional<Basis> basis = Optional.empty();
  private volatile @Nullable InForce current;

  /** Rules with the context that they were built from. */
  private record InForce(InjectionContext injection, DecisionRules rules) {}

  private record Basis(SettingsSnapshot settings, KubernetesVersion version) {}

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
    this.trust = new SidecarTrust(own, this::again, loops);
    this.version = version;
    this.made =
        version
            .thenCombine(own.ready(), (found, ready) -> found)
            .thenAccept(found -> config.follow(now -> make(new Basis(now, found))));
    var _ =
        made.exceptionally(
            fault -> {
              if (!version.isCancelled()) {
                loops.fault("rules", fault, "is not retried: no admission request can be decided");
              }
              return null;
            });
  }

  /** Completes when the first rules are built. */
  CompletableFuture<Void> made() {
    return made;
  }

  /** What the rules are waiting for, for messages; empty when they are built. */
  String missing() {
    return made.isDone() && !made.isCompletedExceptionally()
        ? ""
        : "the API server's version and our certificate";
  }

  /** The current rules; only after {@link #made}. */
  DecisionRules current() {
    return Objects.requireNonNull(current).rules();
  }

  /** The context of the current rules; empty before {@link #made}. */
  Optional<InjectionContext> injection() {
    return Optional.ofNullable(current).map(InForce::injection);
  }

  /**
   * The context of rules for these settings, without the version and digest annotations on Pods.
   */
  InjectionContext under(Settings settings) {
    return injection(settings, version.join(), trust.wouldBe(settings));
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

  private synchronized void again() {
    basis.ifPresent(this::make);
  }

  private synchronized void make(Basis now) {
    basis = Optional.of(now);
    var settings = now.settings().settings();
    var injection =
        injection(settings, now.version(), trust.of(settings))
            .markedWith(Version.number(), RenderingDigest.of(settings));
    LOG.infof(
        "settings %d on Kubernetes %s: sidecars are %s containers",
        now.settings().revision(),
        now.version(),
        injection.nativeSidecars() ? "native" : "ordinary");
    current = new InForce(injection, DecisionRules.of(injection));
  }
}
