package io.higuma.admission;

/**
 * Decision and reason code of a response, for metrics, logs and traces.
 *
 * @param decision {@code injected}, {@code skipped}, {@code allowed} or {@code refused}
 * @param reason code in snake_case; empty without a reason
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
