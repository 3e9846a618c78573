package io.higuma.app;

import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.WatchedFile;
import io.higuma.tls.CertificateSource;
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

  private final CertificateSource own;
  private final Runnable onChange;
  private final LoopSupervisor loops;
  private Optional<WatchedBundle> watched = Optional.empty();

  /** A watched file with its last certificates. */
  private record WatchedBundle(String name, String certificates, WatchedFile watch) {}

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
    var name = file(settings);
    if (!name.equals(watched.map(WatchedBundle::name))) {
      watched.ifPresent(file -> file.watch().close());
      watched = name.map(this::watch);
    }
    return watched.map(WatchedBundle::certificates).orElseGet(own::bundle);
  }

  /** PEM for these settings, without a change of the watched file. */
  synchronized String preview(Settings settings) {
    var name = file(settings);
    if (name.isEmpty() || name.equals(watched.map(WatchedBundle::name))) {
      return name.isEmpty() ? own.bundle() : bundleFor(settings);
    }
    return switch (AuthorityFile.read(name.get())) {
      case Parsed.Good<String>(var certificates) -> certificates;
      // Such settings are rejected before they apply.
      case Parsed.Bad<String> _ -> "";
    };
  }

  @Override
  public synchronized void close() {
    watched.ifPresent(file -> file.watch().close());
  }

  /** Violations of these settings that must be reported before they apply. */
  static List<Violation> violations(Settings settings) {
    return switch (file(settings).map(AuthorityFile::read).orElse(Parsed.good(""))) {
      case Parsed.Good<String> _ -> List.of();
      case Parsed.Bad<String>(var violation) -> List.of(violation);
    };
  }

  /** The same check at startup. */
  static void check(Settings settings) throws StartupException {
    var violations = violations(settings);
    if (!violations.isEmpty()) {
      throw new StartupException(Violation.join(violations));
    }
  }

  private static Optional<String> file(Settings settings) {
    var file = settings.runtime().kubernetes().injector().caCertFile();
    return Optional.of(file).filter(name -> !name.isEmpty());
  }

  private WatchedBundle watch(String name) {
    return switch (AuthorityFile.read(name)) {
      case Parsed.Good<String>(var certificates) -> {
        var watch =
            WatchedFile.start(
                Path.of(name),
                certificates,
                AuthorityFile::certificates,
                now -> fileChanged(name, now),
                loops);
        yield new WatchedBundle(name, certificates, watch);
      }
      case Parsed.Bad<String>(var violation) ->
          throw new IllegalStateException("was valid a moment ago: " + violation);
    };
  }

  private void fileChanged(String name, String certificates) {
    if (certificates.isEmpty()) {
      LOG.warnf("%s: no certificate in %s; keeping the previous one", AuthorityFile.SETTING, name);
      return;
    }
    synchronized (this) {
      watched =
          watched.map(
              file ->
                  file.name().equals(name)
                      ? new WatchedBundle(name, certificates, file.watch())
                      : file);
    }
    LOG.infof("%s: new sidecars trust the new contents of %s", AuthorityFile.SETTING, name);
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
