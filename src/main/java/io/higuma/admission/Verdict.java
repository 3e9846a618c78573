package io.higuma.admission;

/**
 * An answer in two words, for those who count and search.
 *
 * @param decision {@code injected}, {@code skipped}, {@code allowed} or {@code refused}
 * @param reason in snake_case; empty where there is nothing to say
 */
public record Verdict(String decision, String reason) {
  static final Verdict INJECTED = new Verdict("injected", "");
  static final Verdict ALLOWED = new Verdict("allowed", "");

  static Verdict skipped(String reason) {
    return new Verdict("skipped", reason);
  }

  static Verdict refused(String reason) {
    return new Verdict("refused", reason);
  }
}
