package io.higuma.cli;

import io.higuma.inject.InjectionContext;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Settings of a command, loaded from file, environment and command line. */
sealed interface OfflineSettings {

  /** Valid settings, and their sources. */
  record Good(SettingsSources sources, LoadedSettings.Valid loaded) implements OfflineSettings {
    Settings settings() {
      return loaded.settings();
    }
  }

  /** The settings are not valid; the errors were printed. */
  record Bad(int exitCode) implements OfflineSettings {}

  /** Loads defaults, file, environment and {@code --set}, and prints warnings and errors. */
  static OfflineSettings load(ClusterOptions options, Terminal terminal) {
    return options.settings().load(terminal);
  }

  /** As {@link #load(ClusterOptions, Terminal)}. */
  static OfflineSettings load(Optional<String> configFile, List<String> sets, Terminal terminal) {
    var read = read(configFile, sets, terminal);
    if (read instanceof Good good) {
      say(good.loaded(), terminal);
    }
    return read;
  }

  private static void say(LoadedSettings loaded, Terminal terminal) {
    loaded.warnings().forEach(warning -> terminal.say("warning", warning));
  }

  /** The same, but the caller prints the warnings of valid settings. */
  static OfflineSettings read(Optional<String> configFile, List<String> sets, Terminal terminal) {
    var sources = SettingsSources.none().withEnv(terminal.env()).withSet(sets);
    if (configFile.isPresent()) {
      var file = configFile.get();
      try {
        var bytes = Files.readAllBytes(terminal.directory().resolve(file));
        sources = sources.withFile(file, InputOptions.text(bytes));
      } catch (NoSuchFileException _) {
        terminal.say("error", file + ": no such file");
        return new Bad(Exit.USAGE);
      } catch (IOException e) {
        terminal.say("error", file + ": cannot be read: " + e.getMessage());
        return new Bad(Exit.USAGE);
      }
    }
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> new Good(sources, valid);
      case LoadedSettings.Invalid invalid -> {
        say(invalid, terminal);
        invalid.violations().forEach(violation -> terminal.say("error", violation.toString()));
        yield new Bad(Exit.REFUSED);
      }
    };
  }

  /** The injection context for these settings and this version of the API server. */
  static Parsed<InjectionContext> injection(Settings settings, String version, Terminal terminal) {
    return KubernetesVersion.parse("--kubernetes-version", version)
        .map(
            server ->
                new InjectionContext(
                        settings,
                        settings.runtime().kubernetes().injector().sidecarContainers()
                            && server.hasNativeSidecars(),
                        caCertificate(settings, terminal))
                    .markedWith(Version.number(), RenderingDigest.of(settings)));
  }

  private static String caCertificate(Settings settings, Terminal terminal) {
    var file = settings.runtime().kubernetes().injector().caCertFile();
    if (file.isEmpty()) {
      return "";
    }
    try {
      return InputOptions.text(Files.readAllBytes(terminal.directory().resolve(file)));
    } catch (IOException _) {
      // A configuration copied from a control plane often names a file that exists only there.
      terminal.say(
          "warning",
          "runtime.kubernetes.injector.caCertFile: "
              + file
              + " cannot be read; sidecars get no certificate of the control plane");
      return "";
    }
  }
}
