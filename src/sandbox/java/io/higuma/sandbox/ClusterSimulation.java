package io.higuma.sandbox;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Simulates controllers and kubelet in a loop. */
final class ClusterSimulation implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ClusterSimulation.class);
  private static final long PERIOD_MILLIS = 150;

  private final KubeRest rest;
  private final Controllers controllers;
  private final Kubelet kubelet;
  private final AtomicReference<ClusterState> seen;
  private final Thread thread = Thread.ofVirtual().name("cluster-simulation").unstarted(this::run);

  private ClusterSimulation(KubeRest rest, ClusterState initial, String network) {
    this.rest = rest;
    this.controllers = new Controllers(rest);
    this.kubelet = new Kubelet(rest, network);
    this.seen = new AtomicReference<>(initial);
  }

  /**
   * Starts the loop; the caller closes it.
   *
   * @param network of the Pods, such as {@link Kubelet#NETWORK}
   */
  static ClusterSimulation start(KubeRest rest, String network)
      throws IOException, InterruptedException {
    var simulation = new ClusterSimulation(rest, ClusterState.read(rest), network);
    simulation.thread.start();
    return simulation;
  }

  Controllers controllers() {
    return controllers;
  }

  Kubelet kubelet() {
    return kubelet;
  }

  /** The last state that was read. */
  ClusterState seen() {
    return seen.get();
  }

  private void run() {
    try {
      while (true) {
        try {
          var cluster = ClusterState.read(rest);
          seen.set(cluster);
          controllers.step(cluster);
          kubelet.step(cluster);
        } catch (IOException e) {
          LOG.warnf("simulation step failed, is retried: %s", e.getMessage());
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("simulation stopped");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
