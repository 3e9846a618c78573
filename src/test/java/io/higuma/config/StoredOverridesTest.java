package io.higuma.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredOverridesTest {
  private static final int LARGE = 200_000;

  @Test
  void keepsTheLastRevisionsOfSmallChanges() {
    var stored = StoredOverrides.NONE;
    for (int i = 1; i <= StoredOverrides.KEPT + 5; i++) {
      stored = stored.with("{}", revision(i, 10));
    }
    assertThat(stored.revisions()).hasSize(StoredOverrides.KEPT);
    assertThat(stored.number()).isEqualTo(StoredOverrides.KEPT + 5);
  }

  @Test
  void leavesOutTheOldestRevisionsThatDoNotFit() {
    var stored = StoredOverrides.NONE;
    for (int i = 1; i <= 10; i++) {
      stored = stored.with("#".repeat(LARGE), revision(i, LARGE));
      assertThat(stored.fits()).isTrue();
      assertThat(stored.number()).isEqualTo(i);
    }
    assertThat(stored.revisions())
        .extracting(ConfigRevision::number)
        .containsExactly(7L, 8L, 9L, 10L);
    assertThat(stored.bytes()).isLessThanOrEqualTo(StoredOverrides.MAX_BYTES);
  }

  @Test
  void changeThatDoesNotFitByItselfIsKeptAndReported() {
    var stored =
        StoredOverrides.NONE
            .with("{}", revision(1, 10))
            .with("#".repeat(StoredOverrides.MAX_BYTES), revision(2, 10));

    assertThat(stored.fits()).isFalse();
    assertThat(stored.revisions()).extracting(ConfigRevision::number).containsExactly(2L);
  }

  private static ConfigRevision revision(long number, int length) {
    var overrides = JsonNodeFactory.instance.objectNode().put("value", "x".repeat(length));
    return new ConfigRevision(number, Instant.EPOCH, "me", "api", "changed", overrides);
  }
}
