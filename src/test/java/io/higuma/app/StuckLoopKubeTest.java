package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestedControlPlane;
import io.micrometer.core.instrument.Counter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** A control plane with a loop that is stuck in its first iteration. */
@NeedsKube
@QuarkusTest
@TestProfile(StuckLoopKubeTest.Stuck.class)
@WithTestResource(KubeTestResource.class)
class StuckLoopKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String LEADER = "checks.find { it.name == 'leader loop' }.status";

  TestedControlPlane controlPlane;
  @Inject Loops loops;

  /** Test profile with the loops of this test. */
  public static final class Stuck implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Loops.class);
    }
  }

  /** Loops on a manual clock, one of which is stuck until it is released. */
  @Alternative
  @Singleton
  static final class Loops {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicLong later = new AtomicLong();
    private final TurnsRegistry turns = new TurnsRegistry(this::awaitIfElection);

    @Produces
    @Singleton
    LoopSupervisor supervisor() {
      return new LoopSupervisor(turns, () -> System.nanoTime() + later.get());
    }

    private void awaitIfElection(Counter counter) {
      if (TurnsRegistry.loop(counter).equals("election")) {
        try {
          stuck.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  void isNotAliveWhileALoopIsStuck() {
    try {
      controlPlane.awaitReady();
      await(() -> assertThat(loops.turns.turns("election")).isEqualTo(1));
      controlPlane.get("/healthy").then().statusCode(200).body(is("OK\n"));

      // More than the limit of the election, less than the limits of loops that wait for events.
      loops.later.set(Duration.ofSeconds(100).toNanos());

      await(
          () ->
              controlPlane
                  .get("/healthy")
                  .then()
                  .statusCode(503)
                  .body(
                      matchesPattern(
                          "not alive: (loop election: last heartbeat 1\\d\\d s ago, limit 80 s[,\n] ?){2}")));
      controlPlane.get("/q/health/live").then().statusCode(503).body(LEADER, is("DOWN"));
      controlPlane.get("/q/health").then().statusCode(503).body("status", is("DOWN"));
      controlPlane.get("/ready").then().statusCode(200);

      loops.stuck.countDown();
      await(() -> controlPlane.get("/healthy").then().statusCode(200).body(is("OK\n")));
      controlPlane.get("/q/health/live").then().statusCode(200).body(LEADER, is("UP"));
    } finally {
      loops.stuck.countDown();
    }
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }
}
