package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dataplanes of Pods without Services, which take the names of the Pods' owners. */
@NeedsKube
class OwnedPodsKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TEMPLATE =
      """
      {"metadata":{"labels":{"app":"web"},"annotations":{"kuma.io/sidecar-injected":"true"}},
       "spec":{"nodeName":"owned","automountServiceAccountToken":false,
        "initContainers":[{"name":"kuma-sidecar","image":"kuma-dp:1","restartPolicy":"Always"}],
        "containers":[{"name":"app","image":"app:1"}]}}
      """;

  private static LocalKubeApi kube;
  private static Rest rest;
  private static RunningLoop loop;

  @BeforeAll
  static void prepare(LocalKubeApi own) {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
    kube.startControllers();
    rest.post(
        "/api/v1/nodes",
        Rest.json(
            """
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"owned"}}"""));
    loop = RunningLoop.start(kube.clientAs(KubeUser.ADMIN), Map.of()).awaitLead();
  }

  @AfterAll
  static void end() {
    loop.close();
  }

  @Test
  void aPodWhoseReplicaSetIsDeletedIsNotReadyWhileItTerminates() {
    namespace("leaving");
    rest.post(
        "/apis/apps/v1/namespaces/leaving/replicasets",
        Rest.json(
            """
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web"},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":%s}}
            """
                .formatted(TEMPLATE)));
    await(() -> assertThat(pods("leaving")).hasSize(1));
    String name = pods("leaving").getFirst().path("metadata").path("name").asText();
    run("leaving", name, "10.2.0.1");
    await(
        () -> {
          assertThat(inbound("leaving", name).path("state").asText("Ready")).isEqualTo("Ready");
          assertThat(service("leaving", name)).isEqualTo("web_leaving_svc");
        });
    double failures = loop.counter("higuma_dataplane_failures");

    kube.kubectl("delete", "replicaset", "web", "-n", "leaving", "--cascade=background")
        .succeeded();

    await(
        () -> {
          assertThat(inbound("leaving", name).path("state").asText("Ready")).isEqualTo("NotReady");
          assertThat(inbound("leaving", name).path("health")).isEmpty();
        });
    assertThat(service("leaving", name)).isEqualTo("web_leaving_svc");
    assertThat(pods("leaving").getFirst().path("metadata").has("deletionTimestamp")).isTrue();
    await(() -> assertThat(loop.idle()).isTrue());
    assertThat(loop.gauge("higuma_workqueue_delayed")).isZero();
    assertThat(loop.counter("higuma_dataplane_failures")).isEqualTo(failures);
    assertThat(Warnings.on(rest, "leaving")).isEmpty();
  }

  @Test
  void aPodOfAJobOfAnotherGroupIsNotTakenForThatOfTheCronJob() {
    namespace("training");
    String jobs = "/apis/batch/v1/namespaces/training/";
    JsonNode cronJob =
        rest.post(
            jobs + "cronjobs",
            Rest.json(
                """
                {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly"},
                 "spec":{"suspend":true,"schedule":"0 0 1 1 *",
                  "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",
                   "containers":[{"name":"app","image":"app:1"}]}}}}}}
                """));
    rest.post(
        jobs + "jobs",
        Rest.json(
            """
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"model","ownerReferences":[
              {"apiVersion":"batch/v1","kind":"CronJob","name":"nightly","uid":"%s","controller":true}]},
             "spec":{"suspend":true,"template":{"spec":{"restartPolicy":"Never",
              "containers":[{"name":"app","image":"app:1"}]}}}}
            """
                .formatted(cronJob.path("metadata").path("uid").asText())));
    await(() -> assertThat(loop.stores().jobs().store().find("training", "model")).isPresent());
    pod("training", "of-kubernetes", "batch/v1", "10.2.1.1");
    pod("training", "of-volcano", "batch.volcano.sh/v1alpha1", "10.2.1.2");

    await(
        () -> {
          assertThat(service("training", "of-volcano")).isEqualTo("model_training_svc");
          assertThat(service("training", "of-kubernetes")).isEqualTo("nightly_training_svc");
        });
    var usage = new PatchUsage(loop.stores(), () -> List.of("patch"));
    assertThat(usage.of("patch").workloads())
        .contains("training/Job/model", "training/CronJob/nightly");
  }

  private static void pod(String namespace, String name, String apiVersion, String address) {
    var pod = (ObjectNode) Rest.json(TEMPLATE);
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("/metadata")
        .put("name", name)
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", apiVersion)
        .put("kind", "Job")
        .put("name", "model")
        .put("controller", true)
        .put("uid", job());
    rest.post("/api/v1/namespaces/" + namespace + "/pods", pod);
    run(namespace, name, address);
  }

  private static String job() {
    return rest.get("/apis/batch/v1/namespaces/training/jobs/model")
        .orElseThrow()
        .path("metadata")
        .path("uid")
        .asText();
  }

  private static void namespace(String name) {
    kube.kubectl("create", "namespace", name).succeeded();
  }

  private static List<JsonNode> pods(String namespace) {
    return rest.get("/api/v1/namespaces/" + namespace + "/pods")
        .orElseThrow()
        .path("items")
        .valueStream()
        .toList();
  }

  /** Sets the status of a running Pod; there is no kubelet. */
  private static void run(String namespace, String pod, String address) {
    rest.patch(
        "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/status",
        Rest.json(
            """
            {"status":{"phase":"Running","podIP":"%1$s","podIPs":[{"ip":"%1$s"}]}}"""
                .formatted(address)));
  }

  private static JsonNode inbound(String namespace, String pod) {
    return rest.get("/apis/kuma.io/v1alpha1/namespaces/" + namespace + "/dataplanes/" + pod)
        .orElseThrow()
        .at("/spec/networking/inbound/0");
  }

  private static String service(String namespace, String pod) {
    return inbound(namespace, pod).path("tags").path("kuma.io/service").asText();
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).ignoreExceptions().untilAsserted(assertion);
  }
}
