package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Creates a Pod that asks for a sidecar, as a dry run: nothing is stored. */
record PreflightPod(KubernetesClient client, Preflight.Target target) implements Preflight.Check {
  private static final String CHECK = "dry-run";
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "higuma-check-",
        "labels": {"kuma.io/sidecar-injection": "enabled"}},
        "spec": {"containers": [{"name": "app", "image": "app"}]}}
      """;

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    var pod = client.getKubernetesSerialization().unmarshal(POD, Pod.class);
    try {
      return List.of(
          created(
              Typed.call(
                  client.pods().inNamespace(target.namespace()).resource(pod).dryRun()::create)));
    } catch (ApiRefusal refusal) {
      return List.of(refused(refusal.answer().says()));
    }
  }

  private Finding created(Pod pod) {
    var spec = pod.getSpec();
    boolean injected =
        Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
            .anyMatch(container -> container.getName().equals("kuma-sidecar"));
    return injected
        ? Finding.ok(CHECK, "a labelled Pod in namespace " + target.namespace() + " is injected")
        : Finding.error(
            CHECK,
            "a labelled Pod in namespace " + target.namespace() + " is created without a sidecar",
            "Either no webhook takes it, or failurePolicy is Ignore and Higuma was not reached:"
                + " the API server's log says why.");
  }

  private Finding refused(String says) {
    if (says.contains("failed calling webhook")) {
      return Finding.error(
          CHECK,
          "the API server cannot call Higuma: " + says,
          "Are replicas ready, does the Service lead to them, and may the API server reach them?");
    }
    if (says.contains("denied the request")) {
      return Finding.warning(
          CHECK, "Higuma is reached and refuses the Pod: " + says, "Do what the message says.");
    }
    return Finding.warning(
        CHECK,
        "the Pod could not be tried: " + says,
        "Ask as somebody who may create Pods, or choose another namespace: --namespace.");
  }
}
