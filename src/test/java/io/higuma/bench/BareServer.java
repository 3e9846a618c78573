package io.higuma.bench;

import io.higuma.sandbox.kube.FreePorts;
import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingKeyManager;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A process with an HTTPS server of Vert.x that answers each request with the same bytes: the most
 * that a webhook on Vert.x could reach. It has an event loop for each processor and the JVM options
 * of a jar.
 */
final class BareServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final KubeProcess process;
  private final int port;

  private BareServer(KubeProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Arguments: the port, and the file with the body of the response. */
  static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    var body = Buffer.buffer(Files.readAllBytes(Path.of(arguments[1])));
    var certificate = SelfSigned.create(List.of("localhost"), Clock.systemUTC());
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                KeyCertOptions.wrap(new ServingKeyManager(() -> Optional.of(certificate))));
    Vertx.vertx()
        .deployVerticle(
            () -> new Listener(options, port, body),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }

  /** The server of one event loop. */
  private static final class Listener extends AbstractVerticle {
    private final HttpServerOptions options;
    private final int port;
    private final Buffer body;

    Listener(HttpServerOptions options, int port, Buffer body) {
      this.options = options;
      this.port = port;
      this.body = body;
    }

    @Override
    public void start(Promise<Void> started) {
      vertx
          .createHttpServer(options)
          .requestHandler(
              request ->
                  request.bodyHandler(
                      read ->
                          request
                              .response()
                              .putHeader("content-type", "application/json")
                              .end(body)))
          .listen(port, "127.0.0.1")
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }

  /** Starts the process, and waits until it answers with this body. */
  static BareServer start(Path folder, byte[] body) throws IOException {
    var file = Files.write(folder.resolve("response.json"), body);
    int port = FreePorts.take(1).getFirst();
    var process =
        new KubeProcess(
            "bare",
            folder,
            Candidate.java(
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port),
                file.toString()));
    process.start();
    var server = new BareServer(process, port);
    Awaitility.await("bare server")
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (var caller = Caller.connect(port)) {
                return WebhookCall.isInjection(caller.call());
              }
            });
    return server;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.stop();
  }
}
