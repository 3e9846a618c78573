package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The line that a command shows while the control plane has not answered. */
class WaitingLineTest {
  private static final String ERASE = "\r\u001B[K";

  private final CountDownLatch waited = new CountDownLatch(1);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
          super.write(bytes, offset, length);
          waited.countDown();
        }
      };
  private HttpServer server;
  private volatile boolean rewritable;
  private volatile boolean appeared;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      // Several times as long as the command waits before it shows the line.
      appeared = waited.await(rewritable ? 20 : 1, TimeUnit.SECONDS);
      var body =
          "{\"path\": \"\", \"value\": {\"a\": 1}, \"origins\": {\"a\": {\"from\": \"default\"}}}"
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int get() {
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("HIGUMA_TOKEN", "none"),
            Path.of(""),
            false,
            rewritable);
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Cli.run(terminal, (_, _, _) -> Exit.FAULT, "config", "get", "--url", url);
  }

  @Test
  void appearsOnATerminalAndIsErasedByTheAnswer() {
    rewritable = true;

    assertThat(get()).isZero();

    assertThat(appeared).isTrue();
    assertThat(err.toString(UTF_8))
        .startsWith(ERASE + "waiting for the control plane: 0 s")
        .endsWith(ERASE);
  }

  @Test
  void doesNotAppearInAPipe() {
    assertThat(get()).isZero();

    assertThat(appeared).isFalse();
    assertThat(err.size()).isZero();
  }
}
