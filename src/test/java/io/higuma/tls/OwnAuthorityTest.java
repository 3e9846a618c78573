package io.higuma.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.loop.LoopSupervisor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OwnAuthorityTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final Clock clock = new Clock();
  private final Store store = new Store();
  private final Set<X509Certificate> distributed = new HashSet<>();
  private final OwnAuthority replica = replica();

  private static final class Clock implements InstantSource {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /** A Secret in memory. */
  private static final class Store implements AuthorityStore {
    private final Map<String, String> entries = new HashMap<>();
    private int version;
    private boolean there;
    private boolean renewalRequested;

    @Override
    public Stored read() {
      return there
          ? new Stored(Integer.toString(version), entries, renewalRequested)
          : new Stored("", Map.of(), false);
    }

    @Override
    public Optional<String> write(Stored before, Change change) {
      if (!read().version().equals(before.version())) {
        return Optional.empty();
      }
      entries.putAll(change.entries());
      renewalRequested &= !change.renewalDone();
      there = true;
      return Optional.of(Integer.toString(++version));
    }

    void delete() {
      there = false;
      entries.clear();
    }
  }

  private OwnAuthority replica() {
    return new OwnAuthority(
        store,
        List.of("localhost"),
        distributed::contains,
        Lifetimes.DEFAULTS,
        clock,
        LoopSupervisor.uncounted());
  }

  @Test
  void firstReplicaCreatesAnAuthorityAndOthersUseIt() throws Exception {
    var other = replica();
    settle(replica);
    settle(other);
    assertThat(other.bundle()).isEqualTo(replica.bundle()).isNotEmpty();
    assertThat(serving(other).chain().getLast()).isEqualTo(serving(replica).chain().getLast());
    assertThat(serving(other).leaf()).isNotEqualTo(serving(replica).leaf());
    verify(serving(other));
  }

  @Test
  void servingCertificateIsRenewedAtTwoThirdsOfItsLife() throws Exception {
    settle(replica);
    var first = serving(replica);
    clock.advance(Duration.ofDays(60).minusSeconds(1));
    settle(replica);
    assertThat(serving(replica)).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));
    settle(replica);
    assertThat(serving(replica)).isNotEqualTo(first);
    assertThat(serving(replica).chain().getLast()).isEqualTo(first.chain().getLast());
    assertThat(replica.condition().renewals()).isEqualTo(1);
  }

  @Test
  @DisplayName("reliability 13: a clock 90 days ahead renews, and no expired certificate is served")
  void renewsAfterSuspension() throws Exception {
    settle(replica);
    var first = serving(replica);
    clock.advance(Duration.ofDays(90).plusSeconds(1));
    var second = serving(replica);
    assertThat(second).isNotEqualTo(first);
    assertThat(second.notAfter()).isAfter(clock.instant());
    verify(second);
  }

  @Test
  @DisplayName("reliability 13: after years of suspension nothing is served until a new CA signs")
  void createsNewAuthorityAfterYearsOfSuspension() throws Exception {
    settle(replica);
    clock.advance(Lifetimes.DEFAULTS.authority().plusSeconds(1));
    assertThat(replica.current()).isEmpty();
    settle(replica);
    verify(serving(replica));
    assertThat(serving(replica).notAfter()).isAfter(clock.instant());
  }

  @Test
  void certificateOfAClockThatWasADayAheadIsReplacedWhenTheClockIsSetRight() throws Exception {
    settle(replica);
    var authority = serving(replica).chain().getLast();
    clock.advance(Duration.ofDays(1));
    var other = replica();
    settle(other);
    clock.advance(Duration.ofDays(-1).minusHours(1));

    serving(other).leaf().checkValidity(Date.from(clock.instant()));
    assertThat(serving(other).chain().getLast()).isEqualTo(authority);
  }

  @Test
  void authorityOfAClockThatWasADayAheadIsReplacedWhenTheClockIsSetRight() throws Exception {
    clock.advance(Duration.ofDays(1));
    settle(replica);
    var ahead = serving(replica).chain().getLast();
    clock.advance(Duration.ofDays(-1).minusHours(1));
    settle(replica);
    distributed.addAll(TrustBundle.read(replica.bundle()));
    settle(replica);

    assertThat(serving(replica).chain().getLast()).isNotEqualTo(ahead);
    for (var each : serving(replica).chain()) {
      each.checkValidity(Date.from(clock.instant()));
    }
    verify(serving(replica));
  }

  @Test
  void clockThatIsADayAheadAndThenAnHourBehindChangesNothing() throws Exception {
    settle(replica);
    clock.advance(Duration.ofHours(2));
    var before = Map.copyOf(store.entries);
    var shown = serving(replica);
    for (var jump : List.of(Duration.ofDays(1), Duration.ofHours(-25))) {
      clock.advance(jump);
      settle(replica);
      assertThat(serving(replica)).isEqualTo(shown);
      assertThat(store.entries).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("reliability 12: the next CA is trusted everywhere before it signs")
  void nextAuthorityIsTrustedBeforeItSigns() throws Exception {
    settle(replica);
    var first = serving(replica).chain().getLast();
    distributed.add(first);
    clock.advance(Duration.ofDays(730));
    settle(replica);
    assertThat(TrustBundle.read(replica.bundle())).hasSize(2).contains(first);
    clock.advance(Duration.ofDays(183));
    settle(replica);
    assertThat(serving(replica).chain().getLast()).isEqualTo(first);
    distributed.addAll(TrustBundle.read(replica.bundle()));
    settle(replica);
    assertThat(serving(replica).chain().getLast()).isNotEqualTo(first);
    assertThat(TrustBundle.read(replica.bundle())).hasSize(2).contains(first);
    clock.advance(Duration.ofDays(183));
    settle(replica);
    assertThat(TrustBundle.read(replica.bundle()))
        .containsExactly(serving(replica).chain().getLast());
  }

  @Test
  void renewalOnRequestGoesThroughTheSameSteps() throws Exception {
    settle(replica);
    var first = serving(replica).chain().getLast();
    store.renewalRequested = true;
    settle(replica);
    distributed.addAll(TrustBundle.read(replica.bundle()));
    settle(replica);
    assertThat(serving(replica).chain().getLast()).isEqualTo(first);
    clock.advance(Lifetimes.DEFAULTS.overlap());
    settle(replica);
    assertThat(serving(replica).chain().getLast()).isNotEqualTo(first);
    assertThat(store.renewalRequested).isFalse();
  }

  @Test
  @DisplayName("reliability 14: a deleted Secret is stored again as it was")
  void deletedSecretComesBack() throws Exception {
    settle(replica);
    var before = Map.copyOf(store.entries);
    var shown = serving(replica);
    store.delete();
    settle(replica);
    assertThat(store.entries).containsAllEntriesOf(before);
    assertThat(serving(replica)).isEqualTo(shown);
  }

  @Test
  @DisplayName("reliability 14: garbage in the Secret is replaced by what was there")
  void garbageIsReplaced() throws Exception {
    settle(replica);
    var before = Map.copyOf(store.entries);
    store.entries.replace("tls.crt", "garbage");
    store.version++;
    settle(replica);
    assertThat(store.entries).containsAllEntriesOf(before);
    store.entries.replace("tls.key", before.get("tls.crt"));
    store.version++;
    settle(replica);
    assertThat(store.entries).containsAllEntriesOf(before);
  }

  @Test
  @DisplayName("reliability 14: a CA that another replica stored in place of ours is used")
  void foreignAuthorityIsFollowedAndOursStaysTrusted() throws Exception {
    settle(replica);
    var ours = serving(replica).chain().getLast();
    store.delete();
    var other = replica();
    settle(other);
    settle(replica);
    assertThat(serving(replica).chain().getLast()).isEqualTo(ours);
    assertThat(TrustBundle.read(replica.bundle()))
        .containsExactly(serving(other).chain().getLast(), ours);
    distributed.addAll(TrustBundle.read(replica.bundle()));
    settle(replica);
    settle(other);
    assertThat(serving(replica).chain().getLast()).isEqualTo(serving(other).chain().getLast());
    assertThat(other.bundle()).isEqualTo(replica.bundle());
  }

  @Test
  void callsListenersWhenTheBundleChanges() throws Exception {
    var calls = new int[1];
    replica.listen(() -> calls[0]++);
    settle(replica);
    assertThat(calls[0]).isEqualTo(1);
    store.renewalRequested = true;
    settle(replica);
    assertThat(calls[0]).isEqualTo(2);
  }

  /** Reconciles until nothing is left to do, as the loop does. */
  private static void settle(OwnAuthority authority) throws Exception {
    for (int i = 0; i < 10; i++) {
      if (authority.reconcile()) {
        return;
      }
    }
    throw new AssertionError("it does not settle");
  }

  private static ServingCertificate serving(OwnAuthority authority) {
    return authority.current().orElseThrow();
  }

  private static void verify(ServingCertificate serving) throws Exception {
    var authority = serving.chain().getLast();
    serving.leaf().verify(authority.getPublicKey());
    authority.verify(authority.getPublicKey());
    assertThat(serving.leaf().getIssuerX500Principal())
        .isEqualTo(authority.getSubjectX500Principal());
    assertThat(serving.leaf().getBasicConstraints()).isNegative();
  }
}
