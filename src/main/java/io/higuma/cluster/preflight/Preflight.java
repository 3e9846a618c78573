package io.higuma.cluster.preflight;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.WebhookNames;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a cluster has all that Higuma needs, and whether a running one is called. */
public final class Preflight {

  /**
   * What is looked for.
   *
   * @param service through which the API server calls Higuma; its namespace is the system namespace
   * @param user whose rights are looked at; empty for those of who asks
   * @param namespace in which a Pod is tried, as a dry run
   * @param names of the webhook configurations
   * @param keepsBundles whether Higuma keeps their caBundle right; else somebody else does
   * @param ownAuthority whether certificates come from the Secret with our authority
   * @param createsMesh whether the Mesh {@code default} is created where there is none
   */
  public record Target(
      ObjectKey service,
      Optional<String> user,
      String namespace,
      WebhookNames names,
      boolean keepsBundles,
      boolean ownAuthority,
      boolean createsMesh) {
    String systemNamespace() {
      return service.namespace();
    }

    String mutating() {
      return names.mutating();
    }

    String validating() {
      return names.validating();
    }
  }

  /** One of the things that are looked at. */
  interface Check {
    List<CheckResult> look() throws IOException, InterruptedException;
  }

  private final ApiCalls api;
  private final Target target;
  private final InstantSource clock;

  /**
   * Looks through these calls.
   *
   * @param api stays the caller's
   */
  public Preflight(ApiCalls api, Target target, InstantSource clock) {
    this.api = api;
    this.target = target;
    this.clock = clock;
  }

  /**
   * Everything that was found, in the order in which it matters.
   *
   * @throws IOException where the API server cannot be asked at all
   */
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> findings = new ArrayList<>(new PreflightKinds(api.client()).look());
    var webhooks = new PreflightWebhooks(api, target);
    add(findings, "rights", new PreflightRights(api.client(), target));
    add(findings, "webhooks", webhooks);
    add(findings, "certificates", new PreflightCertificates(api, target, webhooks, clock));
    add(findings, "dry-run", new PreflightPod(api, target));
    return findings;
  }

  private static void add(List<CheckResult> findings, String name, Check check)
      throws InterruptedException {
    try {
      findings.addAll(check.look());
    } catch (IOException e) {
      findings.add(
          CheckResult.error(name, "could not be looked at: " + e.getMessage(), "Try again later."));
    }
  }
}
