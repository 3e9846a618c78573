package io.higuma.app;

import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.WatchedFile;
import io.higuma.tls.CertificateSource;
import io.higuma.tls.TrustBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * CA bundle for sidecars: the file {@code injector.caCertFile}, else the bundle of our own
 * certificate. Watches both and calls back on changes.
 */
final class SidecarTrust implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SidecarTrust.class);
  private static final String SETTING = "runtime.kubernetes.injector.caCertFile";

  private final CertificateSource own;
  private final Runnable onChange;
  private final LoopSupervisor loops;
  private Optional<WatchedBundle> watched = Optional.empty();

  /** A watched file with its last contents. */
  private record WatchedBundle(Path path, String text, WatchedFile watch) {}

  /**
   * Starts to watch our own certificate.
   *
   * @param own source of our own certificate
   * @param onChange called when the result of {@link #bundleFor} changes
   * @param loops runs the loop that watches the file
   */
  SidecarTrust(CertificateSource own, Runnable onChange, LoopSupervisor loops) {
    this.own = own;
    this.onChange = onChange;
    this.loops = loops;
    own.listen(this::ownChanged);
  }

  /** PEM for these settings; starts to watch the file that they name. */
  synchronized String bundleFor(Settings settings) {
    var path = file(settings);
    if (!path.equals(watched.map(WatchedBundle::path))) {
      watched.ifPresent(file -> file.watch().close());
      watched = path.map(this::watch);
    }
    return watched.map(WatchedBundle::text).orElseGet(own::bundle);
  }

  /** PEM for these settings, without a change of the watched file. */
  synchronized String preview(Settings settings) {
    var path = file(settings);
    if (path.equals(watched.map(WatchedBundle::path))) {
      return bundleFor(settings);
    }
    try {
      return path.isPresent() ? Files.readString(path.get()) : own.bundle();
    } catch (IOException e) {
      // Such settings are rejected before they apply.
      return "";
    }
  }

  @Override
  public synchronized void close() {
    watched.ifPresent(file -> file.watch().close());
  }

  /** Violations of these settings that must be reported before they apply. */
  static List<Violation> violations(Settings settings) {
    try {
      check(settings);
      return List.of();
    } catch (StartupException e) {
      return List.of(new Violation(SETTING, "bad_setting", "names a file that cannot be read"));
    }
  }

  /** The same check at startup. */
  static void check(Settings settings) throws StartupException {
    var path = file(settings);
    try {
      if (path.isPresent()) {
        var _ = Files.readString(path.get());
      }
    } catch (IOException e) {
      throw new StartupException(SETTING + ": " + path.get() + " cannot be read", e);
    }
  }

  private static Optional<Path> file(Settings settings) {
    var file = settings.runtime().kubernetes().injector().caCertFile();
    return Optional.of(file).filter(name -> !name.isEmpty()).map(Path::of);
  }

  private WatchedBundle watch(Path path) {
    try {
      var text = Files.readString(path);
      var watch = WatchedFile.start(path, text, now -> fileChanged(path, now), loops);
      return new WatchedBundle(path, text, watch);
    } catch (IOException e) {
      throw new IllegalStateException(SETTING + " was readable a moment ago", e);
    }
  }

  private void fileChanged(Path path, String text) {
    if (TrustBundle.read(text).isEmpty()) {
      LOG.warnf("%s: no certificate in %s; keeping the previous one", SETTING, path);
      return;
    }
    synchronized (this) {
      watched =
          watched.map(
              file ->
                  file.path().equals(path) ? new WatchedBundle(path, text, file.watch()) : file);
    }
    LOG.infof("%s: new sidecars trust the new contents of %s", SETTING, path);
    onChange.run();
  }

  private void ownChanged() {
    synchronized (this) {
      if (watched.isPresent()) {
        return;
      }
    }
    onChange.run();
  }
}
