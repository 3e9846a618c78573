package io.higuma.xds;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application of a Pod, run in its network namespace: over HTTP it answers with the name of the
 * Pod, after {@code ms} milliseconds for {@code /slow?ms}; over TCP it answers with the name and
 * the line it has read.
 */
final class PodApplication {
  private PodApplication() {}

  /** Arguments: name, port of HTTP, port of TCP. Prints {@code ready} when both ports are open. */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    HttpServer http =
        HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[1])), 1024);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext(
        "/",
        exchange -> {
          String wait = exchange.getRequestURI().getQuery();
          if (wait != null) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(wait)));
          }
          byte[] body = name.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    try (var tcp = new ServerSocket(Integer.parseInt(arguments[2]))) {
      http.start();
      System.out.println("ready");
      while (true) {
        Socket client = tcp.accept();
        Thread.startVirtualThread(() -> echo(name, client));
      }
    }
  }

  private static void echo(String name, Socket client) {
    try (client;
        var reader =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      client.getOutputStream().write((name + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
