package io.higuma.inject.workload;

import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import java.util.List;
import java.util.Optional;

/** Injection state of a Pod in the cluster. */
public sealed interface PodState {

  /** A stable code for metrics and clients. */
  String code();

  /** It has the sidecar that injection renders now. */
  record Injected() implements PodState {
    @Override
    public String code() {
      return "injected";
    }
  }

  /**
   * It has a sidecar that differs from what injection renders now.
   *
   * @param reasons differences between its provenance and the current one
   * @param changes the differences, one line each
   */
  record Outdated(List<String> reasons, List<String> changes) implements PodState {
    /** Copies the lists. */
    public Outdated {
      reasons = List.copyOf(reasons);
      changes = List.copyOf(changes);
    }

    @Override
    public String code() {
      return "outdated";
    }
  }

  /** It has no sidecar and injection skips it. */
  record Skipped(SkipReason reason, String message) implements PodState {
    @Override
    public String code() {
      return "skipped";
    }
  }

  /**
   * It has no sidecar but should have one.
   *
   * @param refused why injection would reject it now; empty if it would be injected
   * @param message the cause as a sentence
   */
  record Missing(Optional<RejectReason> refused, String message) implements PodState {
    @Override
    public String code() {
      return "missing";
    }
  }

  /** The state cannot be determined. */
  record Unknown(String message) implements PodState {
    @Override
    public String code() {
      return "unknown";
    }
  }
}
