package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.api.ApiProcess;
import io.higuma.api.FollowedConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** A process that is a control plane and nothing else. */
final class ServerProcess {
  private static final Logger LOG = Logger.getLogger(ServerProcess.class);

  /** How long the API lets the webhook go first. */
  private static final long API_WAITS_SECONDS = 2;

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
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    letCallsGoFirst(server);
    ApiProcess.start(start.loaded().settings().apiServer(), server.api(), logging);
    new CountDownLatch(1).await();
  }

  /**
   * Waits until calls are decided: starting the API takes the processors that the first of them
   * needs. Not for ever, because the API is what one asks where the cluster cannot be read.
   */
  private static void letCallsGoFirst(Server server) throws InterruptedException {
    try {
      server.opened().get(API_WAITS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the API starts before calls are decided", e);
    }
  }
}
