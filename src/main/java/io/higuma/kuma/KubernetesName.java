package io.higuma.kuma;

/**
 * Validation rules of Kubernetes object names. A name from user input is validated before it is
 * used in a request, so that it cannot change the request path. The rules are those of {@code
 * k8s.io/apimachinery}, package {@code util/validation}.
 */
public enum KubernetesName {
  /** Names of Namespaces and Services. */
  DNS_LABEL(63, "a DNS-1123 label: 1 to 63 lower case letters, digits and inner dashes") {
    @Override
    boolean hasValidSyntax(String value) {
      return isLabel(value);
    }
  },

  /** Names of most other objects: Pods, Meshes, ContainerPatches, ConfigMaps, Nodes, workloads. */
  DNS_SUBDOMAIN(
      253, "a DNS-1123 subdomain: 1 to 253 lower case letters, digits, inner dashes and dots") {
    @Override
    boolean hasValidSyntax(String value) {
      for (var part : value.split("\\.", -1)) {
        if (!isLabel(part)) {
          return false;
        }
      }
      return true;
    }
  };

  /** The code of a {@link Violation} for an invalid name. */
  public static final String BAD_NAME = "bad_name";

  private final int maxLength;
  private final String sentence;

  KubernetesName(int maxLength, String sentence) {
    this.maxLength = maxLength;
    this.sentence = sentence;
  }

  abstract boolean hasValidSyntax(String value);

  /** Human-readable rule. */
  public String sentence() {
    return sentence;
  }

  /** Whether an object of this kind may have this name. */
  public boolean matches(String value) {
    return value.length() <= maxLength && hasValidSyntax(value);
  }

  /** Parses the name at {@code key}; an invalid one is a {@link Violation} {@code bad_name}. */
  public Parsed<String> read(String key, String value) {
    return matches(value) ? Parsed.good(value) : Parsed.bad(key, BAD_NAME, value, sentence);
  }

  private static boolean isLabel(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> isLowerCaseOrDigit(c) || c == '-')
        && text.charAt(0) != '-'
        && text.charAt(text.length() - 1) != '-';
  }

  private static boolean isLowerCaseOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
