package io.higuma.cli;

import java.util.Optional;

/**
 * The local cluster on loopback of {@code higuma try}. Only the source checkout has an
 * implementation: its dependencies must not be in the executable or the image.
 */
public interface Sandbox {

  /** The implementation of the Kubernetes API. */
  enum Api {
    /** kube-apiserver and etcd. */
    real,
    /** An in-memory server in this process. */
    memory
  }

  /**
   * Options of a run.
   *
   * @param api empty: the real one if it is installed, else the one in memory
   * @param mode how long it runs and what it prints
   */
  record Options(Optional<Api> api, Mode mode) {}

  /** How long the sandbox runs and what it prints. */
  enum Mode {
    /** Runs the scenario, then keeps the cluster until it is interrupted. */
    STAY,
    /** Runs the scenario and prints the result as text. */
    ONCE,
    /** Runs the scenario and prints the result as one JSON document. */
    ONCE_AS_JSON,
    /** Only the cluster, for a control plane that runs in another process; no scenario. */
    CLUSTER_ONLY
  }

  /**
   * Runs the sandbox and removes everything it created.
   *
   * @return the exit code
   */
  int run(Options options, Terminal terminal) throws InterruptedException;
}
