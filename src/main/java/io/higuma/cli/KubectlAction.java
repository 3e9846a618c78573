package io.higuma.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.cli.ConfigConnection.CommandFailure;

/** Runs what a command does with a cluster, and reports what fails. */
final class KubectlAction {
  private KubectlAction() {}

  /** What a command does with a cluster. */
  @FunctionalInterface
  interface Action {
    /** Returns the exit code. */
    int run(ClusterAccess cluster) throws CommandFailure, InterruptedException;
  }

  /** Runs it, and returns its exit code or that of the failure. */
  static int run(KubectlOptions options, Terminal terminal, Action action)
      throws InterruptedException {
    try (var cluster = ClusterAccess.open(options, terminal)) {
      return run(cluster, terminal, action);
    } catch (CommandFailure e) {
      e.report(terminal);
      return e.exitCode();
    }
  }

  private static int run(ClusterAccess cluster, Terminal terminal, Action action)
      throws CommandFailure, InterruptedException {
    try {
      return action.run(cluster);
    } catch (KubernetesClientException e) {
      terminal.say("error", "the cluster cannot be read: " + cluster.reason(e));
      return Exit.REFUSED;
    }
  }
}
