package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.api.FollowedConfig;
import io.higuma.cluster.ClusterClient;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;

/**
 * {@code higuma rehearse}: a control plane on {@link RehearsalApi}, and those who call it, so that
 * the JVM that is told to ({@code -XX:AOTCacheOutput}) notes which classes these need. What else
 * they need at a start should be here too, and nothing more: every noted class is loaded at every
 * start. Hence no command of picocli.
 */
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
          "metadata": {"generateName": "rehearsal-",
            "labels": {"app": "rehearsal", "kuma.io/sidecar-injection": "enabled"},
            "annotations": {"kuma.io/sidecar-drain-time": "45s"},
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "rehearsal",
              "uid": "rehearsal", "controller": true}]},
          "spec": {"serviceAccountName": "default",
            "initContainers": [{"name": "before", "image": "app"}],
            "containers": [{"name": "app", "image": "app",
              "ports": [{"name": "http", "containerPort": 80}],
              "env": [{"name": "A", "value": "a"}],
              "resources": {"limits": {"memory": "64Mi"}},
              "readinessProbe": {"httpGet": {"path": "/", "port": 80}},
              "volumeMounts": [{"name": "token", "mountPath":
                "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true}]}],
            "volumes": [{"name": "token", "projected": {"sources": []}}]}}}}
      """;

  private final HttpClient http1;
  private final HttpClient http2;
  private final Terminal terminal;

  private Rehearsal(Vertx vertx, Terminal terminal) {
    this.http1 = vertx.createHttpClient(local());
    this.http2 =
        vertx.createHttpClient(
            local().setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2));
    this.terminal = terminal;
  }

  private static HttpClientOptions local() {
    return new HttpClientOptions()
        .setDefaultHost("127.0.0.1")
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  /**
   * Serves and calls; ends the process when the calls are over.
   *
   * @return the exit code where it cannot start
   */
  static int play(Terminal terminal) throws InterruptedException {
    var arguments = Stream.concat(Stream.of("run"), ports()).toList();
    var command = RunArguments.read(terminal, arguments).orElseThrow();
    return switch (command.settings().load(terminal)) {
      case OfflineSettings.Good good -> play(good, Logs.start(command.logs()), terminal);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  /** Free ones: the usual ones may be in use by a control plane that is not rehearsing. */
  private static Stream<String> ports() {
    return Stream.of(
            "runtime.kubernetes.admissionServer.port",
            "diagnostics.serverPort",
            "apiServer.http.port",
            "apiServer.https.port")
        .map(key -> "--set=" + key + "=" + freePort());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int play(OfflineSettings.Good good, Runnable logging, Terminal terminal)
      throws InterruptedException {
    // In the other form, and where the cluster is in a Pod.
    Logs.formatter(LogOptions.Format.json).format(new ExtLogRecord(Level.INFO, "", ""));
    ClusterClient.config();
    var vertx = Vertx.vertx();
    var rehearsal = new Rehearsal(vertx, terminal);
    try {
      var start = new FollowedConfig.Start(good.sources(), good.loaded(), Optional.empty());
      var cluster = RehearsalApi.start(vertx).config();
      makeAuthority(start, cluster);
      LoopSupervisor.uncounted()
          .platformTask("callers", () -> System.exit(rehearsal.calls(good.settings())));
      ServerProcess.run(start, cluster, logging);
      return Exit.DONE;
    } catch (Server.CannotStart e) {
      terminal.say("error", String.valueOf(e.getMessage()));
      return Exit.REFUSED;
    }
  }

  /** Most starts find the authority of one before them. */
  private static void makeAuthority(FollowedConfig.Start start, Config cluster)
      throws Server.CannotStart {
    try (var first = Server.start(start, cluster)) {
      first.certificate().ready().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  /** The exit code: whether all answered. */
  private int calls(Settings settings) {
    int webhook = settings.runtime().kubernetes().admissionServer().port();
    int diagnostics = settings.diagnostics().serverPort();
    var api = settings.apiServer().http();
    boolean played =
        answers(http2, call(HttpMethod.POST, webhook, "/inject-sidecar"), CALLS)
            && answers(http1, call(HttpMethod.POST, webhook, "/inject-sidecar").setSsl(true), CALLS)
            && answers(http1, call(HttpMethod.GET, diagnostics, "/metrics"), 1)
            && (!api.enabled() || answers(http1, call(HttpMethod.GET, api.port(), "/config"), 1));
    return played ? Exit.DONE : Exit.FAULT;
  }

  private static RequestOptions call(HttpMethod method, int port, String path) {
    return new RequestOptions().setMethod(method).setPort(port).setURI(path);
  }

  /** Calls until so many calls were answered well; false where that takes too long. */
  private boolean answers(HttpClient client, RequestOptions call, int times) {
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
