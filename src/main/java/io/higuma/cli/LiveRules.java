package io.higuma.cli;

import io.higuma.admission.Rules;
import io.higuma.inject.Injection;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Violation;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What calls of the webhook are decided by: made once for the settings in force, and anew with each
 * change. Who decides takes them once, so that no Pod gets something of before and something of
 * after.
 */
final class LiveRules {
  private static final Logger LOG = Logger.getLogger(LiveRules.class);
  private static final String CA_FILE = "runtime.kubernetes.injector.caCertFile";

  private final String ownCa;
  private final CompletableFuture<Void> made;
  private volatile @Nullable Rules current;

  /**
   * Makes them as soon as the API server's version is known.
   *
   * @param ownCa PEM of the authority that sidecars trust where no file says otherwise
   */
  LiveRules(LiveConfig config, CompletableFuture<KubernetesVersion> version, String ownCa) {
    this.ownCa = ownCa;
    this.made = version.thenAccept(found -> config.follow(now -> make(now, found)));
  }

  /** Completes when there are rules. */
  CompletableFuture<Void> made() {
    return made;
  }

  /** What keeps them from being made, for people; empty when they are made. */
  String missing() {
    return made.isDone() ? "" : "the API server's version";
  }

  /** The rules in force; only after {@link #made}. */
  Rules current() {
    return Objects.requireNonNull(current);
  }

  private void make(SettingsSnapshot now, KubernetesVersion version) {
    var settings = now.settings();
    boolean wanted = settings.runtime().kubernetes().injector().sidecarContainers();
    boolean isNative = wanted && version.hasNativeSidecars();
    LOG.infof(
        "settings %d on Kubernetes %s: sidecars are %s containers",
        now.revision(), version, isNative ? "native" : "ordinary");
    current =
        Rules.of(
            new Injection(settings, isNative, ca(settings))
                .markedWith(Version.number(), RenderingDigest.of(settings)));
  }

  private String ca(Settings settings) {
    try {
      return read(settings, ownCa);
    } catch (IOException e) {
      throw new IllegalStateException(CA_FILE + " was readable a moment ago", e);
    }
  }

  private static String read(Settings settings, String otherwise) throws IOException {
    var file = settings.runtime().kubernetes().injector().caCertFile();
    return file.isEmpty() ? otherwise : Files.readString(Path.of(file));
  }

  /** What keeps rules from being made of {@code settings}. */
  static List<Violation> violations(Settings settings) {
    try {
      check(settings);
      return List.of();
    } catch (Server.CannotStart e) {
      return List.of(new Violation(CA_FILE, "bad_setting", "names a file that cannot be read"));
    }
  }

  /** The same as what ends a start. */
  static void check(Settings settings) throws Server.CannotStart {
    try {
      read(settings, "");
    } catch (IOException e) {
      var file = settings.runtime().kubernetes().injector().caCertFile();
      throw new Server.CannotStart(CA_FILE + ": " + file + " cannot be read", e);
    }
  }
}
