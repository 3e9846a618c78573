package io.higuma.sandbox.sidecar;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands for the application of a Pod: an HTTP server on the loopback address that answers with a
 * text. It accepts HTTP/2 without TLS, as a gRPC server does.
 */
public final class Application implements AutoCloseable {
  private static final int LIMIT_SECONDS = 30;

  private final Vertx vertx;
  private final HttpServer server;

  private Application(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** Starts it on a free port; the caller closes it. */
  public static Application start(String text) throws IOException, InterruptedException {
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Nothing is written into the temporary folder.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    var listening =
        vertx
            .createHttpServer(new HttpServerOptions())
            .requestHandler(request -> request.response().end(text))
            .listen(0, InetAddress.getLoopbackAddress().getHostAddress())
            .toCompletionStage()
            .toCompletableFuture();
    try {
      return new Application(vertx, listening.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      throw new IOException("the application did not start", e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort());
  }

  @Override
  public void close() {
    vertx.close();
  }
}
