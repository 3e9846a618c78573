package io.higuma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Assertions for both implementations of the API. */
final class TryAssertions {
  /** A lower number would mean that expectations were removed. */
  private static final int EXPECTATIONS = 21;

  private TryAssertions() {}

  static void assertResult(JsonNode end, String api) {
    assertThat(end.at("/api/kind").asText()).isEqualTo(api);
    assertThat(end.path("expectations")).hasSizeGreaterThanOrEqualTo(EXPECTATIONS);
    assertThat(end.path("expectations").valueStream().filter(one -> !one.path("ok").asBoolean()))
        .isEmpty();
    assertThat(end.path("ok").asBoolean()).isTrue();
    assertThat(end.path("pods").valueStream().map(pod -> pod.path("injection").asText()))
        .containsOnly("injected", "skipped", "refused");
    assertThat(end.path("inbounds").valueStream().map(one -> one.path("service").asText()))
        .contains(
            "web_bookstore_svc_80",
            "web-admin_bookstore_svc_8081",
            "catalog-peers_bookstore_svc_7946",
            "mailer_bookstore_svc");
  }

  /** With Envoy there are expectations of sidecars too. */
  static void assertSidecars(JsonNode end) {
    assertThat(end.path("expectations").valueStream().map(one -> one.path("name").asText()))
        .contains(
            "web and reviews: their sidecars have joined",
            "web: its request reaches reviews through both sidecars",
            "web: its sidecar loses the endpoint of reviews, which is unready");
  }
}
