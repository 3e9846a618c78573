package io.higuma.kuma;

import static io.higuma.kuma.KubernetesName.DNS_LABEL;
import static io.higuma.kuma.KubernetesName.DNS_SUBDOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesNameTest {
  /** The regular expressions of {@code k8s.io/apimachinery/pkg/util/validation}. */
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  @Provide
  Arbitrary<String> near() {
    return Arbitraries.strings().withChars("ab0-.A_ \n").ofMaxLength(8);
  }

  @Property
  void readsWhatTheApiMachineryReads(@ForAll("near") String value) {
    assertThat(DNS_LABEL.matches(value)).isEqualTo(Pattern.matches(LABEL, value));
    assertThat(DNS_SUBDOMAIN.matches(value)).isEqualTo(SUBDOMAIN.matcher(value).matches());
  }

  @Test
  void knowsHowLongNamesMayBe() {
    assertThat(DNS_LABEL.matches("x".repeat(63))).isTrue();
    assertThat(DNS_LABEL.matches("x".repeat(64))).isFalse();
    assertThat(DNS_SUBDOMAIN.matches("x".repeat(253))).isTrue();
    assertThat(DNS_SUBDOMAIN.matches("x".repeat(254))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a%2fb", "a?b", "a#b", "ä", "ａ", "a\u0000"})
  void saysWhatIsNoNameWithKeyAndGrammar(String value) {
    assertThat(DNS_SUBDOMAIN.read("some/key", value))
        .isEqualTo(
            Parsed.bad("some/key", "bad_name", value, KubernetesName.DNS_SUBDOMAIN.sentence()));
  }
}
