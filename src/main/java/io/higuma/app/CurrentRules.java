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
 * What calls of the webhook are decided by: made once for the settings in force, and anew with each
 * change and with each change of whom sidecars trust. Who decides takes them once, so that no Pod
 * gets something of before and something of after.
 */
final class CurrentRules implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CurrentRules.class);

  private final SidecarTrust trust;
  private final CompletableFuture<KubernetesVersion> version;
  private final CompletableFuture<Void> made;
  private Optional<Basis> basis = Optional.empty();
  private volatile @Nullable InForce current;

  /** Rules, and what they were made of. */
  private record InForce(InjectionContext injection, DecisionRules rules) {}

  private record Basis(SettingsSnapshot settings, KubernetesVersion version) {}

  /**
   * Makes them as soon as the API server's version and our own certificate are known.
   *
   * @param own whom sidecars trust where no file says otherwise
   * @param loops what following is a loop of
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
                loops.fault("rules", fault, "is given up: no call can be decided");
              }
              return null;
            });
  }

  /** Completes when there are rules. */
  CompletableFuture<Void> made() {
    return made;
  }

  /** What keeps them from being made, for people; empty when they are made. */
  String missing() {
    return made.isDone() && !made.isCompletedExceptionally()
        ? ""
        : "the API server's version and our certificate";
  }

  /** The rules in force; only after {@link #made}. */
  DecisionRules current() {
    return Objects.requireNonNull(current).rules();
  }

  /** What they are made of; empty while there are none. */
  Optional<InjectionContext> injection() {
    return Optional.ofNullable(current).map(InForce::injection);
  }

  /** What rules would be made of under these settings, without a mark on Pods. */
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
