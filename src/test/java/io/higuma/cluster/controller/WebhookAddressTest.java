package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.kuma.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example/inject,       hooks.example:443",
    "https://hooks.example:5443/inject,  hooks.example:5443",
    "HTTPS://127.0.0.1:1,                127.0.0.1:1",
    "https://my_host:5443/inject,        my_host:5443",
    "https://[::1]:5443/inject,          [::1]:5443",
    "https://[fe80::1],                  [fe80::1]:443",
    "https://hooks.example:/inject,      hooks.example:443",
  })
  void urlsLeadToHostAndPort(String url, String address) {
    assertThat(WebhookAddress.of(url(url)))
        .isInstanceOfSatisfying(
            Parsed.Good.class, good -> assertThat(good.value()).hasToString(address));
  }

  @Test
  void addressOfVersionSixHasNoBracketsAsAHost() {
    assertThat(WebhookAddress.of(url("https://[::1]:5443/inject")))
        .isEqualTo(Parsed.good(new WebhookAddress("::1", 5443)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hooks.example:5443",
        "http://hooks.example/inject",
        "https:",
        "https:inject",
        "https:///inject",
        "https://:5443/inject",
        "https://a b/inject",
        "https://hooks.example:port/inject",
        "https://hooks.example:0/inject",
        "https://hooks.example:65536/inject",
        "https://hooks.example:99999999999/inject",
        "https://hooks.example:-1/inject",
        "https://user@hooks.example/inject",
        "https://[::1/inject",
        "https://%zz/inject",
        "{}",
      })
  void whatCannotBeCalledIsSaid(String url) {
    assertThat(WebhookAddress.of(url(url)))
        .isInstanceOfSatisfying(
            Parsed.Bad.class,
            bad ->
                assertThat(bad.violation())
                    .hasToString(
                        "clientConfig.url: value '"
                            + url
                            + "' is not valid: expected https://host[:port]/path"));
  }

  @Test
  void serviceLeadsToItsName() {
    var client = JsonNodeFactory.instance.objectNode();
    var service = client.putObject("service").put("namespace", "mesh").put("name", "higuma");
    assertThat(WebhookAddress.of(client))
        .isEqualTo(Parsed.good(new WebhookAddress("higuma.mesh.svc", 443)));
    service.put("port", 8443);
    assertThat(WebhookAddress.of(client))
        .isEqualTo(Parsed.good(new WebhookAddress("higuma.mesh.svc", 8443)));
    service.put("port", 65_536);
    assertThat(WebhookAddress.of(client))
        .isInstanceOfSatisfying(
            Parsed.Bad.class,
            bad ->
                assertThat(bad.violation().toString())
                    .startsWith("clientConfig.service.port: value '65536'"));
  }

  private static JsonNode url(String url) {
    return JsonNodeFactory.instance.objectNode().put("url", url);
  }
}
