package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "240.0.0.0/4,    4026531840, 268435456",
    "10.0.0.0/8,     167772160,  16777216",
    "10.0.0.77/30,   167772236,  4",
    "1.2.3.4/32,     16909060,   1",
    "0.0.0.0/0,      0,          4294967296"
  })
  void isReadFromCidrNotation(String cidr, long first, long size) {
    assertThat(AddressRange.of(cidr)).contains(new AddressRange(first, size));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "240.0.0.0",
        "240.0.0.0/",
        "240.0.0.0/33",
        "240.0.0.0/-1",
        "240.0.0.0/x",
        "/4",
        "240.0.0/4",
        "240.0.0.256/4",
        "example.com/4",
        "fd00::/8",
        "240.0.0.0/4/4"
      })
  void otherTextsAreNone(String cidr) {
    assertThat(AddressRange.of(cidr)).isEmpty();
  }

  @Test
  void freeAddressesAreInOrderAndExceptTakenOnes() {
    assertThat(free("10.0.0.254/30", Set.of("10.0.0.253")))
        .containsExactly("10.0.0.252", "10.0.0.254", "10.0.0.255");
    assertThat(free("10.0.0.1/32", Set.of("10.0.0.1"))).isEmpty();
  }

  @Test
  void addressesHaveFourBytes() {
    var free = AddressRange.of("10.0.0.0/8").orElseThrow().free(Set.of());
    for (int i = 0; i < 65_536 + 256; i++) {
      free.next();
    }

    assertThat(free.hasNext()).isTrue();
    assertThat(free.next()).isEqualTo("10.1.1.0");
  }

  private static List<String> free(String cidr, Set<String> taken) {
    var free = AddressRange.of(cidr).orElseThrow().free(taken);
    List<String> all = new ArrayList<>();
    while (free.hasNext()) {
      all.add(free.next());
    }
    return all;
  }
}
