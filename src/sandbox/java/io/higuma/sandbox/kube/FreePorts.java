package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports of the loopback address, chosen by the operating system. The system property {@code
 * higuma.ports} names the first of 1000 ports that are used instead, in turn: of processes that run
 * at the same time with different numbers, none gets a port that another one has reserved and has
 * not opened yet.
 */
public final class FreePorts {
  private static final int RANGE = 1000;

  /** Begins at a port that differs between processes, for those with the same range. */
  private static final FreePorts OF_THIS_PROCESS =
      new FreePorts(
          Integer.getInteger("higuma.ports", 0), (int) (ProcessHandle.current().pid() % RANGE));

  private final int first;
  private final AtomicInteger next;

  /**
   * Ports of a range.
   *
   * @param first of the range; 0 to let the operating system choose
   * @param begin how far from the first port to begin
   */
  FreePorts(int first, int begin) {
    this.first = first;
    this.next = new AtomicInteger(begin);
  }

  /**
   * Different free ports for this process.
   *
   * @throws IOException if there are not as many
   */
  public static List<Integer> take(int count) throws IOException {
    return OF_THIS_PROCESS.ports(count);
  }

  /** Whether they are those that the system property names. */
  public static boolean areOfARange() {
    return OF_THIS_PROCESS.first != 0;
  }

  List<Integer> ports(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(first == 0 ? open(0) : openNext());
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private ServerSocket openNext() throws IOException {
    for (int i = 0; i < RANGE; i++) {
      try {
        return open(first + next.getAndIncrement() % RANGE);
      } catch (BindException _) {
        // The next one.
      }
    }
    throw new IOException("no free port from " + first + " to " + (first + RANGE - 1));
  }

  private static ServerSocket open(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
