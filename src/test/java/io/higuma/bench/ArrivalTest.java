package io.higuma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalTest {
  private static final Set<String> BOTH = Set.of("10.0.0.1:80", "10.0.0.2:80");

  private final Arrival arrival = new Arrival("web", BOTH, 2);

  @Test
  void isTheMomentWhenTheLastStreamGetsTheEndpoints() {
    arrival.got(0, "web", BOTH);
    long before = System.nanoTime();
    arrival.got(1, "web", BOTH);
    long after = System.nanoTime();
    arrival.got(1, "web", BOTH);

    assertThat(arrival.await(Duration.ZERO)).isBetween(before, after);
  }

  @Test
  void otherEndpointsAndClustersDoNotCount() {
    arrival.got(0, "web", BOTH);
    arrival.got(0, "web", BOTH);
    arrival.got(1, "web", Set.of("10.0.0.1:80"));
    arrival.got(1, "db", BOTH);

    assertThatIllegalStateException()
        .isThrownBy(() -> arrival.await(Duration.ZERO))
        .withMessageStartingWith("1 streams did not get");
  }
}
