package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.api.ApiProcess;
import io.higuma.api.FollowedConfig;
import java.util.concurrent.CountDownLatch;

/** A process that is a control plane and nothing else. */
final class ServerProcess {
  private ServerProcess() {}

  /**
   * Runs until the process is told to stop (SIGTERM, SIGINT), and then stops in order.
   *
   * @param start what it is started with
   * @param cluster the cluster it works for
   * @param logging sets up logging again after Quarkus has
   * @throws Server.CannotStart where a port is taken or a file cannot be read
   */
  static void run(FollowedConfig.Start start, Config cluster, Runnable logging)
      throws Server.CannotStart, InterruptedException {
    var server = Server.start(start, cluster);
    server.loops().onShutdown("stop", server::close);
    // The API takes the processors that the webhook's first calls need.
    server.settled().join();
    if (!server.isStopping()) {
      ApiProcess.start(
          start.loaded().settings().apiServer(), server.api(), logging, server.loops());
    }
    new CountDownLatch(1).await();
  }
}
