package io.higuma.sandbox;

import io.higuma.cli.Progress;
import io.higuma.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/**
 * The bookstore's cluster for a control plane in another process that is restarted when a source
 * changes: {@code make dev}.
 */
record DevCluster(SandboxApi api, Path home, Progress progress) {
  private static final int WEBHOOK = 5443;
  private static final int CONNECT_MILLIS = 500;
  private static final long PERIOD_MILLIS = 500;

  /** Prints the kubeconfig's path, then runs until the process is terminated. */
  int serve(ClosingStack closing, Terminal terminal) throws IOException, InterruptedException {
    terminal.out().println("KUBECONFIG=" + api.kubeconfig());
    terminal.out().flush();
    while (!isListening()) {
      Thread.sleep(PERIOD_MILLIS);
    }
    new Installation(api, home, progress).register(WEBHOOK);
    var simulation = ClusterSimulation.start(api.rest(), Kubelet.NETWORK);
    closing.add(simulation::close);
    new Documents(api.rest()).create(Documents.read(home.resolve(Scenario.EXAMPLE)));
    Thread.currentThread().join();
    return 0;
  }

  /** Whether the control plane listens; it may still be compiled. */
  private static boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), WEBHOOK), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
