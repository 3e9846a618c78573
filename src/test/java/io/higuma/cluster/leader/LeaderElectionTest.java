package io.higuma.cluster.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.higuma.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {
  private static final LeaderElection.Times TIMES =
      new LeaderElection.Times(Duration.ofSeconds(15), Duration.ofSeconds(10));

  private final VirtualTime time = new VirtualTime();
  private final InMemoryLease lease = new InMemoryLease();
  private final Candidate first = new Candidate("first", time);
  private final Candidate second = new Candidate("second", time);

  @Test
  void theFirstToComeLeads() throws Exception {
    first.step();
    second.step();
    assertThat(first.isLeading()).isTrue();
    assertThat(second.isLeading()).isFalse();
    assertThat(first.calls).containsExactly("started leading");
    assertThat(lease.spec().getHolderIdentity()).isEqualTo("first");
    assertThat(lease.spec().getLeaseDurationSeconds()).isEqualTo(15);
  }

  @Test
  void goesOnLeadingWhileItRenews() throws Exception {
    run(Duration.ofMinutes(5), first, second);
    assertThat(first.calls).containsExactly("started leading");
    assertThat(second.calls).isEmpty();
    assertThat(lease.spec().getLeaseTransitions()).isZero();
  }

  @Test
  void takesOverWithinTwentySecondsWhenTheLeaderIsKilled() throws Exception {
    run(Duration.ofMinutes(1), first, second);
    Duration alone = Duration.ZERO;
    while (!second.isLeading()) {
      run(TIMES.period(), second);
      alone = alone.plus(TIMES.period());
    }
    assertThat(alone).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(19));
    assertThat(lease.spec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void takesOverAtTheNextLookWhenTheLeaderStops() throws Exception {
    run(Duration.ofMinutes(1), first, second);
    first.election.release();
    assertThat(first.calls).containsExactly("started leading", "stopped leading");
    assertThat(first.isLeading()).isFalse();
    run(TIMES.period(), second);
    assertThat(second.isLeading()).isTrue();
  }

  @Test
  void neverHasTwoLeadersWhateverFails() throws Exception {
    java.util.Random random = new java.util.Random(42);
    for (int i = 0; i < 4_000; i++) {
      time.pass(Duration.ofMillis(random.nextInt(2500)));
      lease.failing = random.nextInt(10) < 4;
      lease.losing = random.nextInt(10) == 0;
      (random.nextBoolean() ? first : second).step();
      assertThat(first.isLeading() && second.isLeading()).isFalse();
    }
    assertThat(first.calls.size()).isGreaterThan(2);
    assertThat(second.calls.size()).isGreaterThan(2);
  }

  @Test
  void closesByItselfWhenTheLeaseCannotBeRenewed() throws Exception {
    first.step();
    lease.failing = true;
    time.pass(Duration.ofMillis(9999));
    first.step();
    assertThat(first.isLeading()).isTrue();
    time.pass(Duration.ofMillis(1));
    assertThat(first.isLeading()).isFalse();
    assertThat(first.calls).containsExactly("started leading");
    first.step();
    assertThat(first.calls).containsExactly("started leading", "stopped leading");
  }

  @Test
  void isClosedWhenTheProcessWakesUpAfterAPause() throws Exception {
    run(Duration.ofMinutes(1), first, second);
    time.pass(Duration.ofSeconds(30));
    assertThat(first.isLeading()).isFalse();
  }

  @Test
  void isClosedWhenTheMachineWakesUpAfterSleep() throws Exception {
    first.step();
    time.sleep(Duration.ofSeconds(30));
    assertThat(first.isLeading()).isFalse();
  }

  @Test
  void goesOnLeadingWhenItsClockIsSetADayAheadAndThenAnHourBehind() throws Exception {
    run(Duration.ofMinutes(1), first, second);
    for (Duration jump : List.of(Duration.ofDays(1), Duration.ofHours(-25))) {
      time.sleep(jump);
      run(Duration.ofMinutes(1), first, second);
      assertThat(first.isLeading()).isTrue();
    }
    assertThat(first.calls).containsExactly("started leading");
    assertThat(second.calls).isEmpty();
  }

  @Test
  void leadsAgainWhenNobodyElseTookOver() throws Exception {
    first.step();
    time.pass(Duration.ofSeconds(30));
    first.step();
    assertThat(first.isLeading()).isTrue();
    assertThat(first.calls).containsExactly("started leading");
  }

  @Test
  void stepsDownAtOnceWhenItSeesAnotherHolder() throws Exception {
    run(Duration.ofSeconds(5), first, second);
    lease.steal("third");
    time.pass(TIMES.period());
    first.step();
    assertThat(first.calls).containsExactly("started leading", "stopped leading");
  }

  @Test
  void goesOnWhenARenewalWasStoredButItsAnswerWasLost() throws Exception {
    first.step();
    lease.losing = true;
    time.pass(TIMES.period());
    first.step();
    lease.losing = false;
    time.pass(TIMES.period());
    first.step();
    assertThat(first.isLeading()).isTrue();
    assertThat(first.calls).containsExactly("started leading");
    assertThat(lease.spec().getLeaseTransitions()).isZero();
  }

  @Test
  void givesBackALeaseWhoseLastRenewalWasStoredUnheard() throws Exception {
    first.step();
    lease.losing = true;
    time.pass(TIMES.period());
    first.step();
    lease.losing = false;
    first.election.release();
    second.step();
    assertThat(second.isLeading()).isTrue();
  }

  @Test
  void tellsAgainThatItLeadsWhereTheWorkCouldNotBegin() throws Exception {
    first.failing = true;
    assertThatThrownBy(first::step).hasMessage("cannot begin");
    assertThat(first.calls).containsExactly("started leading", "stopped leading");
    first.failing = false;
    first.step();
    assertThat(first.calls)
        .containsExactly("started leading", "stopped leading", "started leading");
    assertThat(first.isLeading()).isTrue();
  }

  @Test
  void stopsWorkingWhenFaultsKeepItFromRenewing() throws Exception {
    first.step();
    lease.broken = true;
    time.pass(TIMES.renewDeadline().minusSeconds(1));
    assertThatThrownBy(first::step).hasMessage("broken");
    assertThat(first.calls).containsExactly("started leading");
    time.pass(Duration.ofSeconds(1));
    assertThatThrownBy(first::step).hasMessage("broken");
    assertThat(first.calls).containsExactly("started leading", "stopped leading");
    lease.broken = false;
    first.step();
    assertThat(first.isLeading()).isTrue();
  }

  @Test
  void makesADeadlineThatIsTooLongShorterThanTheLease() {
    var times = new LeaderElection.Times(Duration.ofSeconds(10), Duration.ofSeconds(10));
    assertThat(times.renewDeadline()).isEqualTo(Duration.ofSeconds(8));
  }

  private void run(Duration duration, Candidate... candidates) throws InterruptedException {
    for (Duration left = duration; left.isPositive(); left = left.minus(TIMES.period())) {
      time.pass(TIMES.period());
      for (Candidate candidate : candidates) {
        candidate.step();
      }
    }
  }

  private final class Candidate implements LeaderElection.Listener {
    final List<String> calls = new ArrayList<>();
    boolean failing;
    final LeaderElection election;

    Candidate(String name, VirtualTime time) {
      this.election =
          new LeaderElection(
              lease, name, TIMES, new LeaderElection.Clocks(time, time.clock()), this);
    }

    void step() throws InterruptedException {
      election.step();
    }

    boolean isLeading() {
      return election.mayWrite();
    }

    @Override
    public void startedLeading() {
      calls.add("started leading");
      if (failing) {
        throw new IllegalStateException("cannot begin");
      }
    }

    @Override
    public void stoppedLeading() {
      calls.add("stopped leading");
    }
  }

  /** In-memory Lease with the optimistic locking of the API server. */
  private static final class InMemoryLease implements LeaseStore {
    private Lease stored =
        new LeaseBuilder().withNewMetadata().endMetadata().withNewSpec().endSpec().build();
    private int version;
    boolean failing;
    boolean losing;
    boolean broken;

    LeaseSpec spec() {
      return stored.getSpec();
    }

    void steal(String holder) {
      store(
          new LeaseBuilder(stored)
              .editSpec()
              .withHolderIdentity(holder)
              .withLeaseTransitions(9)
              .endSpec()
              .build());
    }

    private void store(Lease lease) {
      var next = String.valueOf(++version);
      stored =
          new LeaseBuilder(lease).editMetadata().withResourceVersion(next).endMetadata().build();
    }

    @Override
    public Lease read() {
      return stored;
    }

    @Override
    public Optional<Lease> write(Lease lease) throws IOException {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (failing) {
        throw new IOException("the API server is away");
      }
      var version = lease.getMetadata().getResourceVersion();
      if (!Objects.equals(version, stored.getMetadata().getResourceVersion())) {
        return Optional.empty();
      }
      store(lease);
      if (losing) {
        throw new IOException("the connection broke before the answer");
      }
      return Optional.of(stored);
    }
  }
}
