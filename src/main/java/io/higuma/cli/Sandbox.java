package io.higuma.cli;

import java.util.Optional;

/**
 * The cluster on loopback that {@code higuma try} plays in. Only the source checkout has one: it
 * brings along what no executable and no image should carry.
 */
public interface Sandbox {

  /** What answers as the Kubernetes API. */
  enum Api {
    /** kube-apiserver and etcd. */
    real,
    /** A server in this process. */
    memory
  }

  /**
   * What is asked for.
   *
   * @param api empty for the real one where it is there, else the one in memory
   * @param mode what becomes of it
   */
  record Wishes(Optional<Api> api, Mode mode) {}

  /** What becomes of it. */
  enum Mode {
    /** The story, then the cluster stays until somebody ends it. */
    STAY,
    /** The story, then its end state as text. */
    ONCE,
    /** The story, then its end state as one JSON document. */
    ONCE_AS_JSON,
    /** Only the cluster, for a control plane that somebody else runs; no story. */
    CLUSTER_ONLY
  }

  /**
   * Plays until it is over, and leaves nothing behind.
   *
   * @return the exit code
   */
  int play(Wishes wishes, Terminal terminal) throws InterruptedException;
}
