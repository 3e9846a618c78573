package io.higuma.cluster;

import io.higuma.tls.Handshake;
import io.higuma.tls.TrustBundle;
import java.io.IOException;
import java.net.URI;
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
  private static final int HTTPS = 443;
  private static final String LEADER =
      "The leading replica writes caBundle within seconds: look at its log and at its /ready.";

  /** Where a webhook is called, and whom the caller trusts. */
  private record Call(String host, int port, String bundle) {}

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Map<Call, String> calls = new LinkedHashMap<>();
    for (var hook : webhooks.hooks()) {
      var call = call(hook);
      if (TrustBundle.read(call.bundle()).isEmpty()) {
        findings.add(
            Finding.error(CHECK, hook.name() + ": there is no certificate in caBundle", LEADER));
      } else {
        calls.merge(call, hook.name(), (one, other) -> one + ", " + other);
      }
    }
    for (var call : calls.entrySet()) {
      ends(findings, call.getKey());
      findings.add(handshake(call.getKey(), call.getValue()));
    }
    return findings;
  }

  private static Call call(PreflightWebhooks.Hook hook) {
    var client = hook.json().path("clientConfig");
    String bundle;
    try {
      byte[] bytes = Base64.getDecoder().decode(client.path("caBundle").asText(""));
      bundle = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      bundle = "";
    }
    if (client.has("url")) {
      var url = URI.create(client.path("url").asText());
      return new Call(url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort(), bundle);
    }
    var service = client.path("service");
    var host = service.path("name").asText() + "." + service.path("namespace").asText() + ".svc";
    return new Call(host, service.path("port").asInt(HTTPS), bundle);
  }

  private void ends(List<Finding> findings, Call call) {
    for (X509Certificate authority : TrustBundle.read(call.bundle())) {
      var end = authority.getNotAfter().toInstant();
      if (isSoon(end)) {
        findings.add(
            Finding.warning(
                CHECK,
                "%s in caBundle ends at %s".formatted(authority.getSubjectX500Principal(), end),
                "An authority of our own is replaced long before; one of yours is yours to renew."));
      }
    }
  }

  private Finding handshake(Call call, String hooks) throws IOException, InterruptedException {
    var where = call.host() + ":" + call.port();
    return switch (Handshake.with(call.host(), call.port(), call.bundle())) {
      case Handshake.Outcome.Accepted(Instant ends) ->
          isSoon(ends)
              ? Finding.warning(
                  CHECK, "the certificate at " + where + " ends at " + ends, "Renew it.")
              : Finding.ok(
                  CHECK,
                  "caBundle matches the certificate at " + where + ", which ends at " + ends);
      case Handshake.Outcome.Refused(String why) ->
          Finding.error(
              CHECK, "caBundle of " + hooks + " does not match " + where + ": " + why, LEADER);
      case Handshake.Outcome.Unreachable(String why) -> fromAfar(where + ": " + why);
    };
  }

  /** Out of the cluster, the authority that is stored tells as much. */
  private Finding fromAfar(String unreachable) throws IOException, InterruptedException {
    var unknown =
        Finding.warning(
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
        return Finding.error(
            CHECK,
            "there is no authority in Secret " + AuthoritySecret.NAME,
            "A replica stores one within seconds: does one run?");
      }
      boolean isTrusted =
          webhooks.hooks().stream()
              .allMatch(hook -> TrustBundle.contains(call(hook).bundle(), signers.getFirst()));
      return isTrusted
          ? Finding.ok(CHECK, "caBundle holds the authority of Secret " + AuthoritySecret.NAME)
          : Finding.error(
              CHECK, "caBundle lacks the authority of Secret " + AuthoritySecret.NAME, LEADER);
    } catch (IOException e) {
      return unknown;
    }
  }

  private boolean isSoon(Instant end) {
    return end.isBefore(clock.instant().plus(SOON));
  }
}
