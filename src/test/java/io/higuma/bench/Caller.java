package io.higuma.bench;

import io.higuma.testing.AnyServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A webhook client with one persistent TLS connection and minimal overhead. */
final class Caller implements AutoCloseable {
  private static final SSLContext TLS = AnyServer.trusted();
  private static final int TIMEOUT = (int) Duration.ofSeconds(30).toMillis();
  private static final int MAX_HEAD = 1 << 16;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final String LENGTH = "\r\ncontent-length: ";

  private final SSLSocket socket;
  private final DataInputStream in;
  private final byte[] head = new byte[MAX_HEAD];

  private Caller(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), MAX_HEAD));
  }

  /** Connects; the first connection to a port does a full handshake. */
  static Caller connect(int port) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(TIMEOUT);
      SSLSocket socket =
          (SSLSocket) TLS.getSocketFactory().createSocket(plain, "localhost", port, true);
      socket.startHandshake();
      return new Caller(socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * Sends the request and waits for the response.
   *
   * @return the body; empty if the status is not 200
   */
  byte[] call() throws IOException {
    return call(WebhookCall.request());
  }

  /** The same with these bytes of a request. */
  byte[] call(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String answer = new String(head, 0, readHead(), StandardCharsets.ISO_8859_1);
    byte[] body = new byte[length(answer.toLowerCase(Locale.ROOT))];
    in.readFully(body);
    return answer.startsWith("HTTP/1.1 200 ") ? body : new byte[0];
  }

  private int readHead() throws IOException {
    int end = END_OF_HEAD.length;
    for (int length = 1; length < MAX_HEAD; length++) {
      head[length - 1] = in.readByte();
      if (length >= end && Arrays.equals(head, length - end, length, END_OF_HEAD, 0, end)) {
        return length;
      }
    }
    throw new IOException("An answer's head without an end");
  }

  private static int length(String head) throws IOException {
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      throw new EOFException("An answer without its length: " + head);
    }
    int from = at + LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
