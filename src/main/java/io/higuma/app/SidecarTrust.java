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
 * The authority that sidecars are told to trust: the file {@code injector.caCertFile}, else those
 * of our own certificate. Tells when it is another one.
 */
final class SidecarTrust implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SidecarTrust.class);
  private static final String SETTING = "runtime.kubernetes.injector.caCertFile";

  private final CertificateSource own;
  private final Runnable changed;
  private final LoopSupervisor loops;
  private Optional<Followed> followed = Optional.empty();

  /** A file as it was read last. */
  private record Followed(Path path, String text, WatchedFile watch) {}

  /**
   * Follows.
   *
   * @param own the certificate of our own
   * @param changed called when {@link #of} would answer something else
   * @param loops what following a file is a loop of
   */
  SidecarTrust(CertificateSource own, Runnable changed, LoopSupervisor loops) {
    this.own = own;
    this.changed = changed;
    this.loops = loops;
    own.listen(this::ownChanged);
  }

  /** PEM under these settings; from now on the file that they name is followed. */
  synchronized String of(Settings settings) {
    var path = file(settings);
    if (!path.equals(followed.map(Followed::path))) {
      followed.ifPresent(file -> file.watch().close());
      followed = path.map(this::follow);
    }
    return followed.map(Followed::text).orElseGet(own::bundle);
  }

  /** PEM as it would be under these settings; nothing else is followed for it. */
  synchronized String wouldBe(Settings settings) {
    var path = file(settings);
    if (path.equals(followed.map(Followed::path))) {
      return of(settings);
    }
    try {
      return path.isPresent() ? Files.readString(path.get()) : own.bundle();
    } catch (IOException e) {
      // Such settings are refused before they count.
      return "";
    }
  }

  @Override
  public synchronized void close() {
    followed.ifPresent(file -> file.watch().close());
  }

  /** What keeps {@code settings} from being followed. */
  static List<Violation> violations(Settings settings) {
    try {
      check(settings);
      return List.of();
    } catch (StartupException e) {
      return List.of(new Violation(SETTING, "bad_setting", "names a file that cannot be read"));
    }
  }

  /** The same as what ends a start. */
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

  private Followed follow(Path path) {
    try {
      var text = Files.readString(path);
      var watch = WatchedFile.start(path, text, now -> fileChanged(path, now), loops);
      return new Followed(path, text, watch);
    } catch (IOException e) {
      throw new IllegalStateException(SETTING + " was readable a moment ago", e);
    }
  }

  private void fileChanged(Path path, String text) {
    if (TrustBundle.read(text).isEmpty()) {
      LOG.warnf("%s: there is no certificate in %s; the one before stays", SETTING, path);
      return;
    }
    synchronized (this) {
      followed =
          followed.map(
              file -> file.path().equals(path) ? new Followed(path, text, file.watch()) : file);
    }
    LOG.infof("%s: sidecars are told of the new contents of %s", SETTING, path);
    changed.run();
  }

  private void ownChanged() {
    synchronized (this) {
      if (followed.isPresent()) {
        return;
      }
    }
    changed.run();
  }
}
