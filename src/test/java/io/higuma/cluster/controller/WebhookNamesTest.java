package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the names derived from the Service name. */
class WebhookNamesTest {

  @ParameterizedTest
  @CsvSource({
    "kuma-control-plane, kuma",
    "kong-mesh-control-plane, kong-mesh",
    "control-plane, kuma",
    "-control-plane, kuma",
    "webhooks, kuma"
  })
  void followFromTheNameOfTheService(String service, String name) {
    var names = WebhookNames.ofService(service);

    assertThat(names.mutating()).isEqualTo(name + "-admission-mutating-webhook-configuration");
    assertThat(names.validating()).isEqualTo(name + "-validating-webhook-configuration");
  }
}
