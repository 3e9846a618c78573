package io.higuma.kuma;

/**
 * The version of a Kubernetes API server.
 *
 * @param major the major version
 * @param minor the minor version
 */
public record KubernetesVersion(int major, int minor) implements Comparable<KubernetesVersion> {
  /** The first version with native sidecars enabled by default. */
  private static final KubernetesVersion NATIVE_SIDECARS = new KubernetesVersion(1, 29);

  private static final int MAX_DIGITS = 6;

  /** Parses {@code 1.29}, {@code v1.29.3} or {@code 1.29+}; {@code path} is its location. */
  public static Parsed<KubernetesVersion> parse(String path, String text) {
    String plain = text.startsWith("v") ? text.substring(1) : text;
    int point = plain.indexOf('.');
    int major = point < 0 ? -1 : leadingNumber(plain.substring(0, point), true);
    int minor = point < 0 ? -1 : leadingNumber(plain.substring(point + 1), false);
    return major < 0 || minor < 0
        ? Parsed.bad(path, "bad_version", text, "a Kubernetes version such as 1.29 or v1.33.1")
        : Parsed.good(new KubernetesVersion(major, minor));
  }

  /**
   * Parses both numbers as the API server's {@code /version} returns them. Managed clusters append
   * a suffix to minor: {@code 29+}.
   */
  public static Parsed<KubernetesVersion> of(String major, String minor) {
    return parse("", major + "." + minor);
  }

  /** Whether init containers with {@code restartPolicy: Always} work as sidecars. */
  public boolean hasNativeSidecars() {
    return compareTo(NATIVE_SIDECARS) >= 0;
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    int byMajor = Integer.compare(major, other.major);
    return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }

  private static int leadingNumber(String text, boolean onlyDigits) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean good = end > 0 && end <= MAX_DIGITS && (!onlyDigits || end == text.length());
    return good ? Integer.parseInt(text, 0, end, 10) : -1;
  }
}
