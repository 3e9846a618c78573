package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the addresses and blocks are those that Go parses. */
class IpBlockTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.0/8",
        "::",
        "::/0",
        "fd00::1",
        "::1.2.3.4",
        "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:8"
      })
  void acceptsAddressesAndBlocks(String text) {
    assertThat(IpBlock.isAddressOrBlock(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "foo",
        "10.0.0.256",
        "10.0.0.0/33",
        "fd00::/129",
        "1.2.3.4::",
        "1.2.3.4::1",
        "1::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        ":::",
        "1::2::3"
      })
  void refusesOtherTexts(String text) {
    assertThat(IpBlock.isAddressOrBlock(text)).isFalse();
  }
}
