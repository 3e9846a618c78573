package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SharedStringsTest {
  @Test
  void equalStringsAreOneInstance() {
    String first = SharedStrings.of(copy("app-shared-1"));
    String second = SharedStrings.of(copy("app-shared-1"));

    assertThat(second).isSameAs(first);
    assertThat(SharedStrings.of(copy("app-shared-2"))).isNotSameAs(first);
  }

  private static String copy(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
