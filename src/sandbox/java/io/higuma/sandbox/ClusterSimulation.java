package io.higuma.sandbox;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Lets time pass in the cluster, as controllers and kubelet would. */
final class ClusterSimulation implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ClusterSimulation.class);
  private static final long PERIOD_MILLIS = 150;

  private final KubeRest rest;
  private final Controllers controllers;
  private final Kubelet kubelet;
  private final AtomicReference<ClusterState> seen;
  private final Thread thread = Thread.ofVirtual().name("life").unstarted(this::run);

  private ClusterSimulation(KubeRest rest, ClusterState now) {
    this.rest = rest;
    this.controllers = new Controllers(rest);
    this.kubelet = new Kubelet(rest);
    this.seen = new AtomicReference<>(now);
  }

  static ClusterSimulation start(KubeRest rest) throws IOException, InterruptedException {
    var life = new ClusterSimulation(rest, ClusterState.read(rest));
    life.thread.start();
    return life;
  }

  Controllers controllers() {
    return controllers;
  }

  Kubelet kubelet() {
    return kubelet;
  }

  /** What is in the cluster; a moment old. */
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
          LOG.warnf("life goes on: %s", e.getMessage());
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("no more life");
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
