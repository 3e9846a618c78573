package io.higuma.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.higuma.api.ApiProcess;
import io.higuma.api.FollowedConfig;
import io.higuma.cli.Server;
import io.higuma.settings.Loaded;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** The control plane, just as {@code higuma run} starts it, for the sandbox's API. */
final class SandboxServer implements AutoCloseable {
  private final Server server;
  private final HttpClient http = TrustedHttp.plain();
  private final URI config;

  private SandboxServer(Server server, URI config) {
    this.server = server;
    this.config = config;
  }

  /**
   * Starts it; the caller closes it.
   *
   * @param logging sets up logging again after Quarkus has
   */
  static SandboxServer start(SandboxApi api, Ports ports, Runnable logging)
      throws Server.CannotStart {
    var sources = SettingsSources.none().withEnv(ports.settings());
    var loaded =
        switch (SettingsLoader.load(sources)) {
          case Loaded.Valid valid -> valid;
          case Loaded.Invalid(var violations, _) ->
              throw new IllegalStateException(violations.toString());
        };
    var start = new FollowedConfig.Start(sources, loaded, Optional.empty());
    var server = Server.start(start, Config.fromKubeconfig(api.kubeconfig().toFile()));
    ApiProcess.start(loaded.settings().apiServer(), server.api(), logging, server.loops());
    return new SandboxServer(server, URI.create("http://127.0.0.1:" + ports.http() + "/config"));
  }

  /** Waits until it serves all that it serves. */
  void awaitReady() throws IOException, InterruptedException {
    Patience.until("the control plane is ready", () -> server.missing().isEmpty());
    Patience.until("the config API answers", this::hasApi);
  }

  private boolean hasApi() throws InterruptedException {
    try {
      var answer = http.send(HttpRequest.newBuilder(config).build(), BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    Quarkus.asyncExit();
    server.close();
  }
}
