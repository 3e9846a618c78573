package io.higuma.cluster.preflight;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.WebhookNames;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs all preflight checks: what Higuma needs in a cluster, and whether the API server calls it.
 */
public final class Preflight {

  /**
   * The installation to check.
   *
   * @param service Service through which the API server calls Higuma; its namespace is the system
   *     namespace
   * @param deployment Deployment of the control plane
   * @param user whose permissions are checked; empty for the current user
   * @param namespace namespace of the dry-run Pod
   * @param names names of the webhook configurations
   * @param keepsBundles whether Higuma writes their caBundle
   * @param ownAuthority whether certificates are signed by Higuma's CA in its Secret
   * @param createsMesh whether the Mesh {@code default} is created if it is missing
   * @param inboundTagsDisabled {@code experimental.inboundTagsDisabled}
   */
  public record Target(
      ObjectKey service,
      ObjectKey deployment,
      Optional<String> user,
      String namespace,
      WebhookNames names,
      boolean keepsBundles,
      boolean ownAuthority,
      boolean createsMesh,
      boolean inboundTagsDisabled) {
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

  /** A preflight check. */
  interface Check {
    List<CheckResult> run() throws IOException, InterruptedException;
  }

  private final ApiCalls api;
  private final Target target;
  private final InstantSource clock;

  /**
   * Checks {@code target} with these API calls.
   *
   * @param api not closed by this class
   */
  public Preflight(ApiCalls api, Target target, InstantSource clock) {
    this.api = api;
    this.target = target;
    this.clock = clock;
  }

  /**
   * Runs all checks and returns their results, most fundamental first.
   *
   * @throws IOException if the API server cannot be reached
   */
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>(new PreflightKinds(api.client()).run());
    var webhooks = new PreflightWebhooks(api, target);
    add(results, "rollout", new PreflightRollout(api, target));
    add(results, "rights", new PreflightRights(api.client(), target));
    add(results, "webhooks", webhooks);
    add(results, "certificates", new PreflightCertificates(api, target, webhooks, clock));
    add(results, "meshes", new PreflightMeshes(api, target.inboundTagsDisabled()));
    add(results, "dry-run", new PreflightPod(api, target));
    return results;
  }

  /**
   * What the installation lacks that comes by itself some time after it is applied: replicas, the
   * caBundle, the Mesh {@code default}, calls of the webhook. Empty if it is ready, or if waiting
   * does not help.
   *
   * @return the first that is missing, as a sentence
   * @throws IOException if the API server cannot be reached
   */
  public Optional<String> pending() throws IOException, InterruptedException {
    var rollout = new PreflightRollout(api, target).pending();
    if (rollout.isPresent()) {
      return rollout;
    }
    var webhooks = new PreflightWebhooks(api, target);
    for (Check check :
        List.of(
            webhooks,
            new PreflightCertificates(api, target, webhooks, clock),
            new PreflightPod(api, target))) {
      var error =
          check.run().stream()
              .filter(result -> result.level() == CheckResult.Level.ERROR)
              .map(CheckResult::message)
              .findFirst();
      if (error.isPresent()) {
        return error;
      }
    }
    return target.createsMesh() ? new PreflightKinds(api.client()).missingMesh() : Optional.empty();
  }

  private static void add(List<CheckResult> results, String name, Check check)
      throws InterruptedException {
    try {
      results.addAll(check.run());
    } catch (IOException e) {
      results.add(
          CheckResult.error(name, "could not be checked: " + e.getMessage(), "Try again later."));
    }
  }
}
