package io.higuma.kuma;

/** Values of a Pod's {@code status.phase}. */
public final class PodPhase {
  /** All containers have ended, the last of them without error. */
  public static final String SUCCEEDED = "Succeeded";

  /** All containers have ended, at least one of them with an error. */
  public static final String FAILED = "Failed";

  private PodPhase() {}

  /** Whether no container of such a Pod runs again. */
  public static boolean isEnded(String phase) {
    return phase.equals(SUCCEEDED) || phase.equals(FAILED);
  }
}
