package io.higuma.cluster.controller;

import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.testing.FaultyProxy;
import io.higuma.testing.LocalKubeApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A control loop in a separate process that can be killed, frozen and stopped. */
final class LoopProcess implements AutoCloseable {
  /** Path of the leader election Lease. */
  static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kuma-system/leases/cp-leader-lease";

  private final FaultyProxy proxy;
  private final KubeProcess process;
  private final String identity;

  /** Starts the process; does not wait until it is the leader. */
  LoopProcess(LocalKubeApi kube, String identity) {
    this.identity = identity;
    this.proxy = FaultyProxy.before(kube);
    this.process =
        new KubeProcess(
            identity,
            kube.folder(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoopProcess.class.getName(),
                proxy.url(),
                identity));
    process.start();
  }

  /**
   * Main method of the process.
   *
   * @param arguments URL of the API server, and the identity
   */
  static void main(String[] arguments) throws InterruptedException {
    RunningLoop loop = RunningLoop.start(RunningLoop.client(arguments[0]), Map.of(), arguments[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(loop::close));
    Thread.currentThread().join();
  }

  /** The proxy between the process and the API server. */
  FaultyProxy proxy() {
    return proxy;
  }

  KubeProcess process() {
    return process;
  }

  /** Whether the process holds the Lease. */
  boolean leads(Rest rest) {
    return rest.get(LEASE)
        .map(lease -> lease.path("spec").path("holderIdentity").asText().equals(identity))
        .orElse(false);
  }

  @Override
  public void close() {
    process.kill();
    proxy.close();
  }
}
