package io.higuma.sandbox.sidecar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The response to an HTTP request on a Unix socket.
 *
 * @param status the status code
 * @param headers the headers; their names are in lower case
 */
public record SocketResponse(int status, Map<String, String> headers, String body) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int BUFFER = 64 * 1024;

  /** Copies the headers. */
  public SocketResponse {
    headers = Map.copyOf(headers);
  }

  /** Gets a path; fails after 10 seconds. */
  public static SocketResponse get(Path socket, String path, Map<String, String> headers)
      throws IOException {
    return get(socket, "", path, headers);
  }

  /**
   * The same, with a text that is sent before the request.
   *
   * @param preface such as the header of the PROXY protocol; may be empty
   */
  static SocketResponse get(Path socket, String preface, String path, Map<String, String> headers)
      throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      StringBuilder request =
          new StringBuilder(preface + "GET " + path + " HTTP/1.1\r\nHost: sidecar\r\n");
      headers.forEach(
          (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
      request.append("Connection: close\r\n\r\n");
      channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return parse(readAll(channel, selector));
    }
  }

  private static byte[] readAll(SocketChannel channel, Selector selector) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    var bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (true) {
      long rest = (end - System.nanoTime()) / 1_000_000;
      if (rest <= 0 || selector.select(rest) == 0) {
        throw new IOException("no complete response after " + LIMIT);
      }
      selector.selectedKeys().clear();
      int count = channel.read(buffer.clear());
      if (count < 0) {
        return bytes.toByteArray();
      }
      bytes.write(buffer.array(), 0, count);
    }
  }

  /** ISO 8859-1 keeps each byte as one character until the chunks are joined. */
  private static SocketResponse parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no HTTP response: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String raw = text.substring(end + 4);
    String body = "chunked".equals(headers.get("transfer-encoding")) ? joined(raw) : raw;
    return new SocketResponse(
        Integer.parseInt(lines[0].split(" ", 3)[1]),
        headers,
        new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  private static String joined(String chunks) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int lineEnd = chunks.indexOf("\r\n", at);
      int length = Integer.parseInt(chunks.substring(at, lineEnd), 16);
      if (length == 0) {
        return body.toString();
      }
      body.append(chunks, lineEnd + 2, lineEnd + 2 + length);
      at = lineEnd + 4 + length;
    }
  }
}
