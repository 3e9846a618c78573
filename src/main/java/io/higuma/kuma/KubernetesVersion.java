package io.higuma.kuma;

/**
 * The version of a Kubernetes API server.
 *
 * @param major the first number
 * @param minor the second number
 */
public record KubernetesVersion(int major, int minor) implements Comparable<KubernetesVersion> {
  /** The first version in which init containers may keep running without a feature gate. */
  private static final KubernetesVersion NATIVE_SIDECARS = new KubernetesVersion(1, 29);

  private static final int GREATEST_DIGITS = 6;

  /** Reads {@code 1.29}, {@code v1.29.3} or {@code 1.29+}, which stands at {@code path}. */
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
   * Reads the two numbers as the API server's {@code /version} gives them. Managed clusters append
   * to the minor one: {@code 29+}.
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

  private static int leadingNumber(String text, boolean alone) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean good = end > 0 && end <= GREATEST_DIGITS && (!alone || end == text.length());
    return good ? Integer.parseInt(text, 0, end, 10) : -1;
  }
}
