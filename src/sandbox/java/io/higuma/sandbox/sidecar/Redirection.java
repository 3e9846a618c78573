package io.higuma.sandbox.sidecar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Stands for the rules of iptables in a Pod: connections to the Pod's port go to its sidecar, and
 * those of the sidecar to the application. They differ by their source, as in a Pod.
 */
public final class Redirection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Redirection.class);

  /** The source of a sidecar's connections to its application. */
  private static final String SIDECAR = "127.0.0.6";

  private static final int BUFFER = 16 * 1024;

  private final ServerSocketChannel port;
  private final InetSocketAddress application;
  private final Path sidecar;

  private Redirection(ServerSocketChannel port, InetSocketAddress application, Path sidecar) {
    this.port = port;
    this.application = application;
    this.sidecar = sidecar;
  }

  /**
   * Opens the port; the caller closes it.
   *
   * @param pod address and port of the Pod
   * @param application where the application listens
   * @param sidecar the Unix socket of redirected connections, see {@link RunningSidecar}
   * @throws IOException if the port is in use
   */
  public static Redirection open(InetSocketAddress pod, InetSocketAddress application, Path sidecar)
      throws IOException {
    var channel = ServerSocketChannel.open();
    try {
      channel.bind(pod);
    } catch (IOException taken) {
      channel.close();
      throw taken;
    }
    var redirection = new Redirection(channel, application, sidecar);
    Thread.ofVirtual().name("redirection").start(redirection::accept);
    return redirection;
  }

  private void accept() {
    try {
      while (true) {
        var client = port.accept();
        Thread.ofVirtual().name("redirected").start(() -> forward(client));
      }
    } catch (IOException closed) {
      LOG.debugf("redirection ended: %s", closed.getMessage());
    }
  }

  private void forward(SocketChannel client) {
    try (client;
        var target = target(client)) {
      var back = Thread.ofVirtual().name("redirected-back").start(() -> copy(target, client));
      copy(client, target);
      back.join();
    } catch (IOException e) {
      LOG.warnf("a connection was not redirected: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SocketChannel target(SocketChannel client) throws IOException {
    var from = (InetSocketAddress) client.getRemoteAddress();
    if (text(from.getAddress()).equals(SIDECAR)) {
      return SocketChannel.open(application);
    }
    var to = (InetSocketAddress) client.getLocalAddress();
    var header =
        new Redirected(text(from.getAddress()), from.getPort(), text(to.getAddress()), to.getPort())
            .header();
    var channel = SocketChannel.open(UnixDomainSocketAddress.of(sidecar));
    write(ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)), channel);
    return channel;
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }

  /** Copies until the end of one side, and ends the other. */
  private static void copy(SocketChannel from, SocketChannel to) {
    try {
      var buffer = ByteBuffer.allocate(BUFFER);
      while (from.read(buffer.clear()) >= 0) {
        write(buffer.flip(), to);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      LOG.debugf("a redirected connection was closed: %s", e.getMessage());
      close(from);
      close(to);
    }
  }

  private static void write(ByteBuffer bytes, SocketChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debugf("not closed: %s", e.getMessage());
    }
  }

  /** Closes the port; open connections end with their Envoys. */
  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      LOG.debugf("not closed: %s", e.getMessage());
    }
  }
}
