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
        "'verbose: \"yes\"'|value '\"yes\"' is not valid: expected true or false",
        "'wait: 1.5'|value '1.5' is not valid: expected a whole number from 0 to 2147483647",
        "'wait: -1'|value '-1' is not valid: expected a whole number from 0 to 2147483647",
        "'log: {level: 8}'|value '8' is not valid: expected a whole number from 0 to 7",
        "'redirect: {dns: {port: 0}}'"
            + "|value '0' is not valid: expected a whole number from 1 to 65535",
        "'redirect: [1]'|value '[1]' is not valid: expected keys and values",
        "'kumaDPUser: {a: 1}'|value '{\"a\":1}' is not valid: expected text",
        "'ipFamilyMode: ipv6'|value 'ipv6' is not valid: expected dualstack or ipv4",
        "'retry: {sleepBetweenRetries: abc}'"
            + "|value 'abc' is not valid: expected a duration such as 30s, 1m30s, 1.5h or 300ms",
        "'retry: {sleepBetweenRetries: -1s}'"
            + "|value '-1s' is not valid: expected a duration not below 0s",
        "'redirect: {outbound: {excludePortsForIPs: [foo]}}'"
            + "|value 'foo' is not valid: expected a comma list of IP addresses and CIDR blocks,"
            + " not 'foo'",
        "'redirect: {vnet: {networks: [\"br0:10.0.0.1\"]}}'"
            + "|value 'br0:10.0.0.1' is not valid: expected interface:CIDR, such as"
            + " docker0:172.17.0.0/16",
        "'redirect: {inbound: {excludePorts: {a: 1}}}'"
            + "|value '{\"a\":1}' is not valid: expected a list, or text with commas",
        "'redirect: {outbound: {excludePortsForUIDs: {a: 1}}}'"
            + "|value '{\"a\":1}' is not valid: expected a list, or text with ';'",
        "'redirect: {inbound: {excludePorts: [80, null]}}'"
            + "|value 'null' is not valid: expected text or a number in the list",
        "'redirect: {inbound: {excludePorts: [.inf]}}'"
            + "|value '+Inf' is not valid: expected a port from 1 to 65535"
      })
  void reportsViolations(String text, String problem) {
    RedirectConfig.read(text, violations);

    assertThat(violations).extracting(Violation::message).containsExactly(problem);
    assertThat(violations).extracting(Violation::code).containsExactly("bad_redirect_config");
  }

  @Test
  void reportsAllViolationsTogetherWithTheirKeys() {
    RedirectConfig.read(
        """
        ipFamilyMode: ipv6
        wait: -1
        redirect:
          inbound: {enabled: "maybe", includePorts: "80,http"}
          outbound: {excludePortsForUIDs: [bad, "80:70000", "1000"]}
        """,
        violations);

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "ipFamilyMode",
            "wait",
            "redirect.inbound.enabled",
            "redirect.inbound.includePorts",
            "redirect.outbound.excludePortsForUIDs",
            "redirect.outbound.excludePortsForUIDs");
    assertThat(violations.toString()).contains("value 'http'", "value 'bad'", "value '80:70000'");
  }

  @Test
  void readsQuotedNumbersAndBooleans() {
    RedirectConfig config =
        RedirectConfig.read(
            """
            wait: "7"
            redirect:
              inbound: {enabled: "false", port: "15010"}
              dns: {enabled: "true"}
            """,
            violations);

    assertThat(violations).isEmpty();
    assertThat(config.tree().path("wait")).hasToString("7");
    assertThat(config.tree().at("/redirect/inbound/enabled")).hasToString("false");
    assertThat(config.tree().at("/redirect/inbound/port")).hasToString("15010");
    assertThat(config.tree().at("/redirect/dns/enabled")).hasToString("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80,443:1000 | [\"80,443:1000\"]",
        "tcp:80,443:1000; UDP:53:2000-2010; | [\"tcp:80,443:1000\",\"udp:53:2000-2010\"]",
        "1000 | [\"1000\"]",
        "'' | []"
      })
  void portsForUidsInATextAreSeparatedBySemicolons(String text, String expected) {
    RedirectConfig config =
        RedirectConfig.read(
            "redirect: {outbound: {excludePortsForUIDs: \"%s\"}}".formatted(text), violations);

    assertThat(violations).isEmpty();
    assertThat(config.tree().at("/redirect/outbound/excludePortsForUIDs")).hasToString(expected);
  }

  @Test
  void readsAddressesPortsForUidsAndNetworks() {
    RedirectConfig config =
        RedirectConfig.read(
            """
            retry: {sleepBetweenRetries: 500ms}
            redirect:
              inbound: {excludePortsForIPs: "10.0.0.1,fd00::/8"}
              outbound: {excludePortsForUIDs: ["TCP:80,443:1000", 1001]}
              vnet: {networks: ["docker0:172.17.0.0/16", "br+:fd00::/64"]}
            """,
            violations);

    assertThat(violations).isEmpty();
    assertThat(config.tree().at("/redirect/inbound/excludePortsForIPs"))
        .hasToString("[\"10.0.0.1\",\"fd00::/8\"]");
    assertThat(config.tree().at("/redirect/outbound/excludePortsForUIDs"))
        .hasToString("[\"tcp:80,443:1000\",\"1001\"]");
    assertThat(config.tree().at("/redirect/vnet/networks"))
        .hasToString("[\"docker0:172.17.0.0/16\",\"br+:fd00::/64\"]");
    assertThat(config.tree().at("/retry/sleepBetweenRetries").textValue()).isEqualTo("500ms");
  }
}
