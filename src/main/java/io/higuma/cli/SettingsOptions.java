package io.higuma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the settings of the control plane. */
final class SettingsOptions {
  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "Settings of the control plane, in the form of kuma-cp's configuration file. Environment"
              + " variables (KUMA_…) and --set win over it.")
  private @Nullable String configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as runtime.kubernetes.injector.cniEnabled=true. Repeatable.")
  private List<String> sets = new ArrayList<>();

  Optional<String> configFile() {
    return Optional.ofNullable(configFile);
  }

  /** Loads the settings; the caller prints the warnings of valid ones. */
  OfflineSettings read(Terminal terminal) {
    return OfflineSettings.read(configFile(), sets, terminal);
  }

  OfflineSettings load(Terminal terminal) {
    return OfflineSettings.load(configFile(), sets, terminal);
  }
}
