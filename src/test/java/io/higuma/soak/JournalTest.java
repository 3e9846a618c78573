package io.higuma.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.soak.Journal.Kind;
import io.higuma.soak.SoakResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal = new Journal();

  @Test
  void failureInAWindowIsTolerated() {
    try (var _ = journal.window("a restart", Duration.ofMinutes(1))) {
      journal.failed(Claim.CALLS, System.nanoTime(), "during the restart");
    }
    journal.failed(Claim.CALLS, System.nanoTime(), "soon after it");

    assertThat(journal.failures(Claim.CALLS).count()).isZero();
    assertThat(journal.tolerated()).isEqualTo(2);
  }

  @Test
  void failureBeforeOrAfterAWindowCounts() {
    journal.failed(Claim.CALLS, System.nanoTime(), "before");
    journal.window("a restart", Duration.ZERO).close();
    journal.failed(Claim.CALLS, System.nanoTime() + 1, "after");

    assertThat(journal.failures(Claim.CALLS).first()).containsExactly("before", "after");
    assertThat(journal.entries()).extracting(Journal.Entry::kind).containsOnly(Kind.FAILURE);
    assertThat(
            new Verdicts(Duration.ofMinutes(2), Duration.ZERO, List.of(), List.of()).all(journal))
        .filteredOn(verdict -> verdict.outcome() == Outcome.FAILED)
        .extracting(SoakResult.Verdict::assertion)
        .containsExactly(Claim.CALLS.sentence());
  }

  @Test
  void differenceThatIsFoundInACheckCountsAlwaysInAWindowToo() {
    try (var _ = journal.window("a restart", Duration.ofMinutes(1))) {
      journal.failed(Claim.DATAPLANES, "a wrong Dataplane");
    }

    assertThat(journal.failures(Claim.DATAPLANES).count()).isEqualTo(1);
  }
}
