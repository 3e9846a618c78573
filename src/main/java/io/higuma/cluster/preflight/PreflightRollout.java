package io.higuma.cluster.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Checks that the Deployment of the control plane is rolled out, as kubectl does. */
record PreflightRollout(ApiCalls api, Preflight.Target target) implements Preflight.Check {
  private static final String CHECK = "rollout";
  private static final FieldFilter FIELDS =
      FieldFilter.of(
          "metadata(generation),spec(replicas),"
              + "status(observedGeneration,replicas,updatedReplicas,availableReplicas)");

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    var response = response();
    if (!response.isSuccess()) {
      return List.of(absent(response));
    }
    var deployment = response.object(FIELDS);
    return List.of(
        incomplete(deployment)
            .map(state -> unfinished(deployment, state))
            .orElseGet(() -> CheckResult.ok(CHECK, name() + " is rolled out")));
  }

  /** What the rollout lacks; empty if it is complete, or if the Deployment cannot be read. */
  Optional<String> pending() throws IOException, InterruptedException {
    var response = response();
    return response.isSuccess()
        ? incomplete(response.object(FIELDS)).map(state -> name() + ": " + state)
        : Optional.empty();
  }

  private ApiResponse response() throws IOException, InterruptedException {
    var deployment = target.deployment();
    return api.get(
        ApiPath.group("apps", "v1")
            .namespace(deployment.namespace())
            .resource("deployments")
            .name(deployment.name()));
  }

  private String name() {
    return "Deployment " + target.deployment();
  }

  /** The order is that of {@code kubectl rollout status}. */
  private static Optional<String> incomplete(JsonNode deployment) {
    var status = deployment.path("status");
    int wanted = deployment.at("/spec/replicas").asInt(1);
    int updated = status.path("updatedReplicas").asInt();
    int available = status.path("availableReplicas").asInt();
    int old = status.path("replicas").asInt() - updated;
    if (deployment.at("/metadata/generation").asLong()
        > status.path("observedGeneration").asLong()) {
      return Optional.of("its last change has not been observed");
    }
    if (updated < wanted) {
      return Optional.of(updated + " of " + wanted + " replicas are updated");
    }
    if (old > 0) {
      return Optional.of(old + " old replica(s) have not ended");
    }
    return available < updated
        ? Optional.of(available + " of " + updated + " replicas are available")
        : Optional.empty();
  }

  private CheckResult unfinished(JsonNode deployment, String state) {
    var message = name() + ": " + state;
    var advice =
        "kubectl get pods -n " + target.deployment().namespace() + " shows the states of its Pods.";
    return deployment.at("/status/availableReplicas").asInt() > 0
        ? CheckResult.warning(CHECK, message, advice)
        : CheckResult.error(CHECK, message, advice);
  }

  private CheckResult absent(ApiResponse response) {
    return response.status() == ApiResponse.NOT_FOUND
        ? CheckResult.warning(
            CHECK,
            "there is no " + name(),
            "The option --name is the chart's nameOverride, and store.kubernetes.systemNamespace"
                + " the namespace.")
        : CheckResult.warning(
            CHECK,
            name() + " cannot be read: " + response.summary(),
            "Run the check as a user who may read it.");
  }
}
