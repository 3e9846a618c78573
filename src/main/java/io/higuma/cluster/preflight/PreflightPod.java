package io.higuma.cluster.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Creates a labelled Pod as a dry run and checks that it is injected; nothing is stored. */
record PreflightPod(ApiCalls api, Preflight.Target target) implements Preflight.Check {
  private static final String CHECK = "dry-run";
  private static final FieldFilter FIELDS =
      FieldFilter.of("spec(containers(name),initContainers(name)),metadata(name)");
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "higuma-check-",
        "labels": {"kuma.io/sidecar-injection": "enabled"}},
        "spec": {"containers": [{"name": "app", "image": "app"}]}}
      """;

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    ApiResponse response =
        api.post(
            ApiPath.core().namespace(target.namespace()).resource("pods").with("dryRun", "All"),
            POD.getBytes(StandardCharsets.UTF_8));
    return List.of(response.isSuccess() ? created(response.object(FIELDS)) : rejected(response));
  }

  private CheckResult created(JsonNode pod) {
    boolean injected = pod.path("spec").toString().contains("\"kuma-sidecar\"");
    return injected
        ? CheckResult.ok(
            CHECK, "a labelled Pod in namespace " + target.namespace() + " is injected")
        : CheckResult.error(
            CHECK,
            "a labelled Pod in namespace " + target.namespace() + " is created without a sidecar",
            "Either no webhook takes it, or failurePolicy is Ignore and Higuma was not reached:"
                + " the API server's log says why.");
  }

  private CheckResult rejected(ApiResponse response) {
    String message = response.summary();
    if (message.contains("failed calling webhook")) {
      return CheckResult.error(
          CHECK,
          "the API server cannot call Higuma: " + message,
          "Are replicas ready, does the Service lead to them, and may the API server reach them?");
    }
    if (message.contains("denied the request")) {
      return CheckResult.warning(
          CHECK, "Higuma is reached and refuses the Pod: " + message, "Do what the message says.");
    }
    return CheckResult.warning(
        CHECK,
        "the dry run of a Pod failed: " + message,
        "Run the check as a user who may create Pods, or choose another namespace: --namespace.");
  }
}
