package io.higuma.inject.workload;

import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import java.util.List;
import java.util.Optional;

/** How a Pod of the cluster stands to injection. */
public sealed interface PodState {

  /** A stable word for metrics and programs. */
  String code();

  /** It has the sidecar that it would get now. */
  record Injected() implements PodState {
    @Override
    public String code() {
      return "injected";
    }
  }

  /**
   * It has a sidecar, but would come out differently if it were created now.
   *
   * @param reasons in what that which it was made from differs from what is in force
   * @param changes what would be different, a line each
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

  /** It has no sidecar and would get none. */
  record Skipped(SkipReason reason, String message) implements PodState {
    @Override
    public String code() {
      return "skipped";
    }
  }

  /**
   * It should have been injected but is not.
   *
   * @param refused why it would be refused if it were created now; empty where it would be injected
   * @param message the same for people
   */
  record Missing(Optional<RejectReason> refused, String message) implements PodState {
    @Override
    public String code() {
      return "missing";
    }
  }

  /** It cannot be said. */
  record Unknown(String message) implements PodState {
    @Override
    public String code() {
      return "unknown";
    }
  }
}
