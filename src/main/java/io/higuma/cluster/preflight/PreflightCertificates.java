package io.higuma.cluster.preflight;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.AuthoritySecret;
import io.higuma.cluster.controller.WebhookAddress;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.tls.HandshakeCheck;
import io.higuma.tls.TrustBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that the caBundles match the serving certificates, and their expiry. */
record PreflightCertificates(
    ApiCalls api, Preflight.Target target, PreflightWebhooks webhooks, InstantSource clock)
    implements Preflight.Check {
  private static final String CHECK = "certificates";
  private static final Duration EXPIRY_WARNING = Duration.ofDays(7);
  private static final String LEADER =
      "The leading replica writes caBundle within seconds: look at its log and at its /ready.";

  /** Address of a webhook and its caBundle (PEM). */
  private record Endpoint(WebhookAddress at, String bundle) {}

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    Map<Endpoint, String> endpoints = new LinkedHashMap<>();
    for (var hook : webhooks.hooks()) {
      var bundle = bundle(hook);
      switch (WebhookAddress.of(hook.json().path("clientConfig"))) {
        case Parsed.Bad<WebhookAddress>(Violation violation) ->
            results.add(
                CheckResult.error(
                    CHECK,
                    hook.name() + ": " + violation,
                    "The API server cannot call it: install the chart's webhook configurations."));
        case Parsed.Good<WebhookAddress> _ when TrustBundle.read(bundle).isEmpty() ->
            results.add(
                CheckResult.error(
                    CHECK, hook.name() + ": there is no certificate in caBundle", LEADER));
        case Parsed.Good<WebhookAddress>(WebhookAddress at) ->
            endpoints.merge(
                new Endpoint(at, bundle), hook.name(), (one, other) -> one + ", " + other);
      }
    }
    for (var entry : endpoints.entrySet()) {
      checkExpiry(results, entry.getKey());
      results.add(checkHandshake(entry.getKey(), entry.getValue()));
    }
    return results;
  }

  private static String bundle(PreflightWebhooks.Hook hook) {
    try {
      var base64 = hook.json().at("/clientConfig/caBundle").asText("");
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private void checkExpiry(List<CheckResult> results, Endpoint endpoint) {
    for (X509Certificate authority : TrustBundle.read(endpoint.bundle())) {
      var end = authority.getNotAfter().toInstant();
      if (expiresSoon(end)) {
        results.add(
            CheckResult.warning(
                CHECK,
                "%s in caBundle ends at %s".formatted(authority.getSubjectX500Principal(), end),
                "An authority of our own is replaced long before; one of yours is yours to renew."));
      }
    }
  }

  private CheckResult checkHandshake(Endpoint endpoint, String hooks)
      throws IOException, InterruptedException {
    var at = endpoint.at();
    return switch (HandshakeCheck.with(at.host(), at.port(), endpoint.bundle())) {
      case HandshakeCheck.Outcome.Accepted(Instant expiry) ->
          expiresSoon(expiry)
              ? CheckResult.warning(
                  CHECK, "the certificate at " + at + " ends at " + expiry, "Renew it.")
              : CheckResult.ok(
                  CHECK, "caBundle matches the certificate at " + at + ", which ends at " + expiry);
      case HandshakeCheck.Outcome.Refused(String reason) ->
          CheckResult.error(
              CHECK, "caBundle of " + hooks + " does not match " + at + ": " + reason, LEADER);
      case HandshakeCheck.Outcome.Unreachable(String reason) ->
          withoutConnection(at + ": " + reason);
    };
  }

  /** Without a connection to the webhook, compares the caBundle with the CA in the Secret. */
  private CheckResult withoutConnection(String unreachable)
      throws IOException, InterruptedException {
    var unknown =
        CheckResult.warning(
            CHECK,
            "the certificate cannot be seen from here (" + unreachable + ")",
            "Run the check in a Pod of the control plane; the dry run below tells whether the API"
                + " server accepts the certificate.");
    if (!target.ownAuthority()) {
      return unknown;
    }
    try {
      var kept = new AuthoritySecret(api.client(), target.systemNamespace()).read();
      var signers = TrustBundle.read(kept.entries().getOrDefault("tls.crt", ""));
      if (signers.isEmpty()) {
        return CheckResult.error(
            CHECK,
            "there is no authority in Secret " + AuthoritySecret.NAME,
            "A replica stores one within seconds: does one run?");
      }
      boolean isTrusted =
          webhooks.hooks().stream()
              .allMatch(hook -> TrustBundle.contains(bundle(hook), signers.getFirst()));
      return isTrusted
          ? CheckResult.ok(CHECK, "caBundle holds the authority of Secret " + AuthoritySecret.NAME)
          : CheckResult.error(
              CHECK, "caBundle lacks the authority of Secret " + AuthoritySecret.NAME, LEADER);
    } catch (IOException e) {
      return unknown;
    }
  }

  private boolean expiresSoon(Instant end) {
    return end.isBefore(clock.instant().plus(EXPIRY_WARNING));
  }
}
