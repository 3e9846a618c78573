package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the redirect ConfigMap is parsed like in Kuma. */
class RedirectConfigTest {
  private final List<Violation> violations = new ArrayList<>();

  @Test
  void readsAnchorsMergeKeysAndYaml11Scalars() {
    RedirectConfig config =
        RedirectConfig.read(
            """
            x-ports: &ports
              excludePorts: [0x50, 443]
              insertRedirectInsteadOfAppend: yes
            KumaDPUser: 5678
            verbose: on
            redirect:
              inbound: {<<: *ports, port: 15_010}
              outbound:
                <<: *ports
                excludePorts: 80,8080
            """,
            violations);

    assertThat(violations).isEmpty();
    assertThat(config.tree().path("kumaDPUser").textValue()).isEqualTo("5678");
    assertThat(config.tree().path("verbose").booleanValue()).isTrue();
    assertThat(config.tree().at("/redirect/inbound/excludePorts")).hasToString("[80,443]");
    assertThat(config.tree().at("/redirect/inbound/port").intValue()).isEqualTo(15010);
    assertThat(config.tree().at("/redirect/outbound/excludePorts")).hasToString("[80,8080]");
    assertThat(config.tree().at("/redirect/outbound/insertRedirectInsteadOfAppend").booleanValue())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'redirect:\n\tdns: {}'|is not YAML: line 2: a tab cannot indent, only spaces can",
        "'a: *b'|is not YAML: line 1: there is no anchor 'b' above it",
        "'verbose: \"yes\"'|value '\"yes\"' is not valid: expected boolean",
        "'wait: 1.5'|value '1.5' is not valid: expected number",
        "'redirect: {inbound: {excludePorts: [.inf]}}'"
            + "|value '+Inf' is not valid: expected a port from 1 to 65535"
      })
  void reportsViolations(String text, String problem) {
    RedirectConfig.read(text, violations);

    assertThat(violations).extracting(Violation::message).containsExactly(problem);
  }
}
