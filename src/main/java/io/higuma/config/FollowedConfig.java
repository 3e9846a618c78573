package io.higuma.config;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LiveConfig;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsSources;
import io.higuma.settings.WatchedFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The configuration of one replica, reloaded when its file or the overrides ConfigMap changes. */
public final class FollowedConfig implements AutoCloseable {
  private final LiveConfig config;
  private final OverridesConfigMap map;
  private final ConfigFollower follower;
  private final Optional<WatchedFile> file;
  private final CompletableFuture<Void> synced;

  /**
   * The configuration at process start.
   *
   * @param sources all sources
   * @param loaded the settings loaded from them
   * @param file the path of the configuration file, if there is one
   */
  public record Start(SettingsSources sources, LoadedSettings.Valid loaded, Optional<Path> file) {}

  private FollowedConfig(
      Start start,
      Function<Settings, List<Violation>> check,
      ApiCalls api,
      InstantSource clock,
      MeterRegistry meters,
      LoopSupervisor loops) {
    var systemNamespace = start.loaded().settings().store().kubernetes().systemNamespace();
    this.config = new LiveConfig(start.sources(), start.loaded(), check);
    this.map = new OverridesConfigMap(api, systemNamespace, loops);
    this.follower = new ConfigFollower(config, map, clock, meters, loops);
    this.synced = map.synced().thenRun(follower::applyWatched);
    this.file =
        start.sources().file().flatMap(read -> start.file().map(path -> watch(path, read, loops)));
  }

  private WatchedFile watch(Path path, SettingsSources.File read, LoopSupervisor loops) {
    return WatchedFile.start(
        path, read.text(), text -> follower.applyFile(read.name(), text), loops);
  }

  /**
   * Starts watching file and overrides.
   *
   * @param check additional validation beyond that of the loader, such as readable files
   * @param api the client; not closed by this class
   * @param loops supervises the background loops
   */
  public static FollowedConfig start(
      Start start,
      Function<Settings, List<Violation>> check,
      ApiCalls api,
      InstantSource clock,
      MeterRegistry meters,
      LoopSupervisor loops) {
    var followed = new FollowedConfig(start, check, api, clock, meters, loops);
    followed.map.start(followed.follower::applyWatched);
    return followed;
  }

  /** The live configuration. */
  public LiveConfig config() {
    return config;
  }

  /** Completes when the overrides are in force. */
  public CompletableFuture<Void> synced() {
    return synced;
  }

  /** Human-readable description of what is not synced yet; empty if synced. */
  public String missing() {
    return synced.isDone() ? "" : map.describe();
  }

  /** Rejected configuration with reasons. */
  public List<String> rejected() {
    return follower.rejected();
  }

  /** The follower, which applies valid changes and rejects invalid ones. */
  public ConfigFollower follower() {
    return follower;
  }

  /** The ConfigMap that stores the overrides. */
  public OverridesConfigMap overrides() {
    return map;
  }

  @Override
  public void close() {
    file.ifPresent(WatchedFile::close);
    map.close();
  }
}
