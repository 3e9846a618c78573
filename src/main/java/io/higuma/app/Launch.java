package io.higuma.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.higuma.config.FollowedConfig;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * What {@code higuma run} was started with. Quarkus makes its configuration and its beans without
 * arguments, so both find it here.
 *
 * @param start the settings
 * @param identity who this process is
 * @param properties what that means for Quarkus
 * @param connection how the cluster is reached; read while Quarkus starts
 */
record Launch(
    FollowedConfig.Start start,
    ProcessIdentity identity,
    Map<String, String> properties,
    CompletableFuture<Config> connection) {
  private static final String PREFIX = "KUMA_";
  private static volatile @Nullable Launch current;

  /** The process is started with this. */
  static void set(Launch launch) {
    current = launch;
  }

  /** Empty where Quarkus was started by somebody else than {@code higuma run}, as by its tests. */
  static Optional<Launch> find() {
    return Optional.ofNullable(current);
  }

  /**
   * The settings of {@code higuma run}, else those whose environment variables the configuration of
   * Quarkus has, be they of the environment or given to a test.
   */
  static FollowedConfig.Start settings() {
    return find().map(Launch::start).orElseGet(() -> of(ConfigProvider.getConfig()));
  }

  /** How the cluster is reached: as kubectl and clients in Pods find it. */
  static Config clusterConnection() {
    return find().map(launch -> launch.connection().join()).orElseGet(Launch::readConnection);
  }

  /** The kubeconfig, or in a Pod the service account's files. */
  static Config readConnection() {
    return new ConfigBuilder().build();
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
