package io.higuma.app;

import io.fabric8.kubernetes.client.Config;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.Prefetch;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of {@code higuma run}, in a static field because Quarkus creates its configuration and
 * its beans without arguments.
 *
 * @param start the settings
 * @param identity of this process
 * @param properties Quarkus properties derived from the settings
 * @param connection of the Kubernetes client; read while Quarkus starts
 */
record Launch(
    FollowedConfig.Start start,
    ProcessIdentity identity,
    Map<String, String> properties,
    Prefetch<Config> connection) {
  private static final String PREFIX = "KUMA_";
  private static volatile @Nullable Launch current;

  /** Sets the arguments of this process. */
  static void set(Launch launch) {
    current = launch;
  }

  /** Empty if Quarkus was not started by {@code higuma run}, as in tests. */
  static Optional<Launch> find() {
    return Optional.ofNullable(current);
  }

  /**
   * The settings of {@code higuma run}, else those of the {@code KUMA_*} variables in the Quarkus
   * configuration, which include test arguments.
   */
  static FollowedConfig.Start settings() {
    return find().map(Launch::start).orElseGet(() -> of(ConfigProvider.getConfig()));
  }

  /** Connection of the Kubernetes client. */
  static Config clusterConnection() {
    return find().map(launch -> launch.connection().get()).orElseGet(ClusterClients::connection);
  }

  private static FollowedConfig.Start of(org.eclipse.microprofile.config.Config config) {
    Map<String, String> environment = new TreeMap<>();
    for (var name : config.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        Optional.ofNullable(config.getConfigValue(name).getRawValue())
            .ifPresent(value -> environment.put(name, value));
      }
    }
    var sources = SettingsSources.none().withEnv(environment);
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> new FollowedConfig.Start(sources, valid, Optional.empty());
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }
}
