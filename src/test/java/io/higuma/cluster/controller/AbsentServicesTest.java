package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsentServicesTest {
  private static final Duration DELAY = Duration.ofSeconds(60);
  private static final Set<String> STORED = Set.of("web", "db", "elsewhere");

  private final AbsentServices services = new AbsentServices(DELAY);

  @Test
  void serviceExpiresOnceItHasBeenAbsentForTheDelay() {
    services.expired(Set.of("web", "db"), STORED, at(0));

    assertThat(services.expired(Set.of("db"), STORED, at(1))).isEmpty();
    assertThat(services.expired(Set.of("db"), STORED, at(60))).isEmpty();
    assertThat(services.expired(Set.of("db"), STORED, at(61))).containsExactly("web");
  }

  @Test
  void serviceThatReturnsDoesNotExpire() {
    services.expired(Set.of("web"), STORED, at(0));
    services.expired(Set.of(), STORED, at(1));
    services.expired(Set.of("web"), STORED, at(2));

    assertThat(services.expired(Set.of(), STORED, at(61))).isEmpty();
  }

  @Test
  void absenceIsRememberedWhileTheConfigMapCannotBeRead() {
    services.expired(Set.of("web"), STORED, at(0));
    services.expired(Set.of(), STORED, at(1));

    assertThat(services.expired(Set.of(), Set.of(), at(90))).isEmpty();
    assertThat(services.expired(Set.of(), STORED, at(91))).containsExactly("web");
  }

  @Test
  void serviceWithoutVirtualIpIsForgotten() {
    services.expired(Set.of("web"), STORED, at(0));
    services.expired(Set.of(), Set.of("db"), at(1));

    assertThat(services.expired(Set.of(), STORED, at(99))).isEmpty();
  }

  private static long at(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
