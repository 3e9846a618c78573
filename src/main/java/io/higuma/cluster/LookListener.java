package io.higuma.cluster;

/** Hears of every look at a Pod, for those who want to know where time goes. */
@FunctionalInterface
public interface LookListener {
  /** Nobody listens. */
  LookListener NONE = (pod, ending, nanos) -> {};

  /**
   * A look has just ended.
   *
   * @param nanos how long it took, with the writes that followed from it
   */
  void looked(Key pod, Ending ending, long nanos);
}
