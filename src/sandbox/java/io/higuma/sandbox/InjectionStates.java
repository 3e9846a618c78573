package io.higuma.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.cli.status.InjectionState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Reads the injection states of Pods from the control plane's inventory API. */
final class InjectionStates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = TrustedHttp.plain();
  private final URI inventory;

  /**
   * Creates a client without a request.
   *
   * @param url of the control plane's API
   */
  InjectionStates(String url) {
    this.inventory = URI.create(url + "/inventory");
  }

  /** The states of all running Pods, by namespace and name. */
  Map<String, InjectionState> read(ClusterState cluster) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(inventory)
            .header("Cache-Control", "no-cache")
            .timeout(TIMEOUT)
            .build();
    var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    return InjectionState.byPod(answer, cluster.pods());
  }
}
