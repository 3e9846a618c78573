package io.higuma.api;

/** Reads the Pods of the cluster with their injection states. */
interface InventoryReader {
  /**
   * Reads the Pods of a namespace with the connections of their sidecars.
   *
   * @param namespace empty for all
   * @param beat called for each Pod
   * @throws ProblemException if they cannot be read
   */
  InventorySnapshot read(String namespace, Runnable beat);

  /**
   * Reads all Pods without the connections of their sidecars.
   *
   * @param beat called for each Pod
   * @throws ProblemException if they cannot be read
   */
  InventorySnapshot readStates(Runnable beat);

  /** The settings that decide about the states; unequal after each change. */
  Object settings();
}
