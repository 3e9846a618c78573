package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.29, true",
    "1.29+, true",
    "v1.36.3, true",
    "1.30.2-gke.100, true",
    "2.0, true",
    "1.28, false",
    "1.28+, false",
    "1.9, false",
    "0.99, false"
  })
  void knowsWhichServersHaveNativeSidecars(String text, boolean native_) {
    assertThat(KubernetesVersion.parse("p", text).map(KubernetesVersion::hasNativeSidecars))
        .isEqualTo(Parsed.good(native_));
  }

  @Test
  void readsTheTwoNumbersOfAnApiServer() {
    assertThat(KubernetesVersion.of("1", "29+"))
        .isEqualTo(Parsed.good(new KubernetesVersion(1, 29)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "v", "1.", ".29", "one.two", "1+.29", "99999999999.1", "-1.2"})
  void refusesWhatIsNoVersion(String text) {
    assertThat(KubernetesVersion.parse("--kubernetes-version", text))
        .isInstanceOf(Parsed.Bad.class);
  }
}
