package io.higuma.api;

import io.higuma.settings.Injector;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One replica of the control plane, with access to its configuration. */
final class ConfigReplica implements AutoCloseable {
  private final ControlPlane controlPlane;
  private final Path file;
  private final String basePath;

  private ConfigReplica(ControlPlane controlPlane, Path file, String basePath) {
    this.controlPlane = controlPlane;
    this.file = file;
    this.basePath = basePath;
  }

  /**
   * Starts a replica with the RBAC of the control plane, and waits until it has read the overrides.
   */
  static ConfigReplica start(LocalKubeApi kube, Path file, Map<String, String> environment) {
    var started = ControlPlane.startAs(kube, KubeUser.CONTROL_PLANE, environment, file);
    var basePath = environment.getOrDefault("KUMA_API_SERVER_BASE_PATH", "").replaceFirst("/$", "");
    return new ConfigReplica(started.awaitReady(), file, basePath);
  }

  /** Sends the requests of REST Assured to this replica. */
  void receiveRequests() {
    RestAssured.baseURI = "http://localhost";
    RestAssured.port = controlPlane.apiPort();
  }

  /** The settings in force. */
  Injector injector() {
    var config = get("/config").asString();
    var sources = SettingsSources.none().withFile("of the API", config);
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> valid.settings().runtime().kubernetes().injector();
      case LoadedSettings.Invalid(var violations, _) ->
          throw new AssertionError(violations.toString());
    };
  }

  /** Rejected configuration with reasons. */
  List<String> rejected() {
    return get(ConfigApiReplicas.LIVE + "/history").jsonPath().getList("rejected");
  }

  private Response get(String path) {
    return RestAssured.given()
        .noFilters()
        .port(controlPlane.apiPort())
        .auth()
        .preemptive()
        .oauth2(KubeUser.DEVELOPER.token())
        .get(basePath + path);
  }

  /** The path of its configuration file. */
  Path file() {
    return file;
  }

  /** The value of a metric. */
  double metric(String name, String tag, String value) {
    var start = "%s{%s=\"%s\"".formatted(name, tag, value);
    return controlPlane
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Its log output. */
  String log() {
    return controlPlane.log();
  }

  @Override
  public void close() {
    controlPlane.close();
  }
}
