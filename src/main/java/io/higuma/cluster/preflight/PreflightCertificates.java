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

/** Whether the API server trusts what the webhooks show, and for how long. */
record PreflightCertificates(
    ApiCalls api, Preflight.Target target, PreflightWebhooks webhooks, InstantSource clock)
    implements Preflight.Check {
  private static final String CHECK = "certificates";
  private static final Duration SOON = Duration.ofDays(7);
  private static final String LEADER =
      "The leading replica writes caBundle within seconds: look at its log and at its /ready.";

  /** Where a webhook is called, and whom the caller trusts. */
  private record Call(WebhookAddress at, String bundle) {}

  @Override
  public List<CheckResult> look() throws IOException, InterruptedException {
    List<CheckResult> findings = new ArrayList<>();
    Map<Call, String> calls = new LinkedHashMap<>();
    for (var hook : webhooks.hooks()) {
      var bundle = bundle(hook);
      switch (WebhookAddress.of(hook.json().path("clientConfig"))) {
        case Parsed.Bad<WebhookAddress>(Violation violation) ->
            findings.add(
                CheckResult.error(
                    CHECK,
                    hook.name() + ": " + violation,
                    "The API server cannot call it: install the chart's webhook configurations."));
        case Parsed.Good<WebhookAddress> _ when TrustBundle.read(bundle).isEmpty() ->
            findings.add(
                CheckResult.error(
                    CHECK, hook.name() + ": there is no certificate in caBundle", LEADER));
        case Parsed.Good<WebhookAddress>(WebhookAddress at) ->
            calls.merge(new Call(at, bundle), hook.name(), (one, other) -> one + ", " + other);
      }
    }
    for (var call : calls.entrySet()) {
      ends(findings, call.getKey());
      findings.add(handshake(call.getKey(), call.getValue()));
    }
    return findings;
  }

  private static String bundle(PreflightWebhooks.Hook hook) {
    try {
      var base64 = hook.json().at("/clientConfig/caBundle").asText("");
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private void ends(List<CheckResult> findings, Call call) {
    for (X509Certificate authority : TrustBundle.read(call.bundle())) {
      var end = authority.getNotAfter().toInstant();
      if (isSoon(end)) {
        findings.add(
            CheckResult.warning(
                CHECK,
                "%s in caBundle ends at %s".formatted(authority.getSubjectX500Principal(), end),
                "An authority of our own is replaced long before; one of yours is yours to renew."));
      }
    }
  }

  private CheckResult handshake(Call call, String hooks) throws IOException, InterruptedException {
    var where = call.at().toString();
    return switch (HandshakeCheck.with(call.at().host(), call.at().port(), call.bundle())) {
      case HandshakeCheck.Outcome.Accepted(Instant ends) ->
          isSoon(ends)
              ? CheckResult.warning(
                  CHECK, "the certificate at " + where + " ends at " + ends, "Renew it.")
              : CheckResult.ok(
                  CHECK,
                  "caBundle matches the certificate at " + where + ", which ends at " + ends);
      case HandshakeCheck.Outcome.Refused(String why) ->
          CheckResult.error(
              CHECK, "caBundle of " + hooks + " does not match " + where + ": " + why, LEADER);
      case HandshakeCheck.Outcome.Unreachable(String why) -> fromAfar(where + ": " + why);
    };
  }

  /** Out of the cluster, the authority that is stored tells as much. */
  private CheckResult fromAfar(String unreachable) throws IOException, InterruptedException {
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

  private boolean isSoon(Instant end) {
    return end.isBefore(clock.instant().plus(SOON));
  }
}
