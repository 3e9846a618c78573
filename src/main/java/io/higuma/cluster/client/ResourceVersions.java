package io.higuma.cluster.client;

/**
 * Compares {@code metadata.resourceVersion}s of one kind. Since Kubernetes 1.35 API servers
 * guarantee decimal numbers of any length that increase with each write (KEP-5504).
 */
public final class ResourceVersions {
  private ResourceVersions() {}

  /** Negative if {@code left} was written before {@code right}, 0 for the same write. */
  public static int compare(String left, String right) {
    int length = Integer.compare(left.length(), right.length());
    return length != 0 ? length : left.compareTo(right);
  }
}
