package io.higuma.xds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client in the network namespace of a Pod. It reads commands from standard input, one on each
 * line, and prints one line for each: {@code http URL}, {@code tcp HOST PORT}, {@code load URL},
 * which sends requests until {@code stop}.
 */
final class PodClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int CLIENTS = 8;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final List<Thread> load = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicInteger good = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> bad = new ConcurrentLinkedQueue<>();

  private PodClient() {}

  /** Runs until the end of standard input. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var client = new PodClient();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(client.run(line.split(" ", -1)));
    }
    System.exit(0);
  }

  private String run(String[] command) throws InterruptedException {
    return switch (command[0]) {
      case "http" -> get(command[1]);
      case "tcp" -> tcp(command[1], Integer.parseInt(command[2]));
      case "load" -> begin(command[1]);
      case "good" -> Integer.toString(good.get());
      case "stop" -> stop();
      default -> "unknown command";
    };
  }

  private String get(String url) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
      var response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return e.toString().replace('\n', ' ');
    }
  }

  private static String tcp(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) LIMIT.toMillis());
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      return e.toString().replace('\n', ' ');
    }
  }

  private String begin(String url) {
    running.set(true);
    good.set(0);
    bad.clear();
    for (int i = 0; i < CLIENTS; i++) {
      load.add(Thread.startVirtualThread(() -> request(url)));
    }
    return "running";
  }

  private void request(String url) {
    try {
      while (running.get()) {
        String answer = get(url);
        if (answer.startsWith("200 ")) {
          good.incrementAndGet();
        } else {
          bad.add(answer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String stop() throws InterruptedException {
    running.set(false);
    for (Thread thread : load) {
      thread.join();
    }
    load.clear();
    return bad.size() + " failed of " + (bad.size() + good.get()) + " " + bad.stream().toList();
  }
}
