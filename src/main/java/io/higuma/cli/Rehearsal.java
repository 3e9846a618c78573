package io.higuma.cli;

import io.higuma.api.FollowedConfig;
import io.higuma.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A control plane on {@link RehearsalApi}, and those who call it. */
final class Rehearsal {
  private static final int CALLS = 300;
  private static final int ATTEMPTS = 120;
  private static final long PAUSE_NANOS = 250_000_000;
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "rehearsal", "operation": "CREATE", "namespace": "default",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "object": {"apiVersion": "v1", "kind": "Pod",
          "metadata": {"name": "rehearsal", "labels": {"kuma.io/sidecar-injection": "enabled"}},
          "spec": {"containers": [{"name": "app", "image": "app",
            "readinessProbe": {"httpGet": {"path": "/", "port": 80}}}]}}}}
      """;

  private final HttpClient client;
  private final Terminal terminal;

  private Rehearsal(Vertx vertx, Terminal terminal) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setTrustAll(true)
                .setVerifyHost(false));
    this.terminal = terminal;
  }

  /**
   * Serves and calls; ends the process when the calls are over.
   *
   * @param logging sets up logging again after Quarkus has
   * @return the exit code where it cannot start
   */
  static int play(OfflineSettings.Good good, Runnable logging, Terminal terminal)
      throws InterruptedException {
    var vertx = Vertx.vertx();
    var rehearsal = new Rehearsal(vertx, terminal);
    var callers = new Thread(() -> System.exit(rehearsal.calls(good.settings())), "callers");
    callers.setDaemon(true);
    callers.start();
    try {
      var start = new FollowedConfig.Start(good.sources(), good.loaded(), Optional.empty());
      ServerProcess.run(start, RehearsalApi.start(vertx).config(), logging);
      return Exit.DONE;
    } catch (Server.CannotStart e) {
      terminal.say("error", String.valueOf(e.getMessage()));
      return Exit.REFUSED;
    }
  }

  /** The exit code: whether all answered. */
  private int calls(Settings settings) {
    int webhook = settings.runtime().kubernetes().admissionServer().port();
    int diagnostics = settings.diagnostics().serverPort();
    var api = settings.apiServer().http();
    boolean played =
        answers(call(HttpMethod.POST, webhook, "/inject-sidecar").setSsl(true), CALLS)
            && answers(call(HttpMethod.GET, diagnostics, "/metrics"), 1)
            && (!api.enabled() || answers(call(HttpMethod.GET, api.port(), "/config"), 1));
    return played ? Exit.DONE : Exit.FAULT;
  }

  private static RequestOptions call(HttpMethod method, int port, String path) {
    return new RequestOptions().setMethod(method).setPort(port).setURI(path);
  }

  /** Calls until so many calls were answered well; false where that takes too long. */
  private boolean answers(RequestOptions call, int times) {
    var body = Buffer.buffer(call.getMethod().equals(HttpMethod.POST) ? REVIEW : "");
    int answered = 0;
    for (int failed = 0; answered < times && failed < ATTEMPTS; ) {
      try {
        client
            .request(call)
            .compose(request -> status(request, body))
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
        answered++;
      } catch (CompletionException _) {
        failed++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (answered < times) {
      terminal.say("error", call.getURI() + " on port " + call.getPort() + " did not answer");
    }
    return answered == times;
  }

  private static Future<Buffer> status(HttpClientRequest request, Buffer body) {
    // Asked for before the request leaves: an answer that has ended hands out its body no more.
    var answered =
        request
            .response()
            .compose(
                response ->
                    response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("status " + response.statusCode()));
    request.putHeader("Content-Type", "application/json").send(body);
    return answered;
  }
}
