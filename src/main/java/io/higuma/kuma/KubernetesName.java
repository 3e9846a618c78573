package io.higuma.kuma;

/**
 * The grammars that Kubernetes has for names of objects. A name that a user writes is checked
 * against the grammar of its kind before anything is looked up with it, so that no name becomes
 * another path of the API server. The rules are those of {@code k8s.io/apimachinery}, package
 * {@code util/validation}.
 */
public enum KubernetesName {
  /** Names of Namespaces and Services. */
  DNS_LABEL(63, "a DNS-1123 label: 1 to 63 lower case letters, digits and inner dashes") {
    @Override
    boolean hasForm(String value) {
      return isLabel(value);
    }
  },

  /** Names of most other objects: Pods, Meshes, ContainerPatches, ConfigMaps, Nodes, workloads. */
  DNS_SUBDOMAIN(
      253, "a DNS-1123 subdomain: 1 to 253 lower case letters, digits, inner dashes and dots") {
    @Override
    boolean hasForm(String value) {
      for (var part : value.split("\\.", -1)) {
        if (!isLabel(part)) {
          return false;
        }
      }
      return true;
    }
  };

  /** The code of a {@link Violation} about a name that cannot be one. */
  public static final String BAD_NAME = "bad_name";

  private final int longest;
  private final String sentence;

  KubernetesName(int longest, String sentence) {
    this.longest = longest;
    this.sentence = sentence;
  }

  abstract boolean hasForm(String value);

  /** The grammar in words, for people. */
  public String sentence() {
    return sentence;
  }

  /** Whether an object of this kind can have this name. */
  public boolean matches(String value) {
    return value.length() <= longest && hasForm(value);
  }

  /** The name that stands under {@code key}; a {@link Violation} {@code bad_name} if it is none. */
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
