package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code /overview}, and of what is below {@code /inventory} besides Pods. */
@QuarkusTest
class StatusKubeTest extends WorkloadApi {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> PATHS =
      List.of(
          "/overview",
          "/overview/events",
          "/inventory/dataplanes",
          "/inventory/dataplanes/shop/web",
          "/inventory/patches");

  /** A Pod that uses a ContainerPatch, and Services of which one selects it. */
  private static final String INSPECTED =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: inspected, labels: {kuma.io/sidecar-injection: enabled}}
      ---
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: inspected, namespace: kuma-system}
      spec: {sidecarPatch: [{op: add, path: /resources/limits/memory, value: '"1Gi"'}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: api, namespace: inspected}
      spec:
        selector: {app: api}
        ports:
          - {name: http, port: 80, targetPort: 8080, appProtocol: http}
          - {name: admin, port: 81, targetPort: undeclared}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: other, namespace: inspected}
      spec: {selector: {app: api, tier: front}, ports: [{port: 80}]}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: api
        namespace: inspected
        labels: {app: api, tier: back}
        annotations: {kuma.io/container-patches: inspected}
      spec: {containers: [{name: app, image: app}]}
      """;

  @AfterEach
  void restore() {
    kubectl("delete", "pods", "--all", "-n", "inspected", "--grace-period=0", "--force");
    kubectl("delete", "containerpatch", "inspected", "-n", "kuma-system", "--ignore-not-found");
    kubectl("delete", "services", "--all", "-n", "inspected");
  }

  private void kubectl(String... arguments) {
    controlPlane.kube().kubectl(arguments).succeeded();
  }

  private void runInspectedPod() {
    shop.apply(INSPECTED);
    await(() -> shop.apply(POD));
    var address = "{\"status\": {\"phase\": \"Running\", \"podIP\": \"10.1.2.3\"}}";
    kubectl("patch", "pod", "api", "-n", "inspected", "--subresource=status", "-p", address);
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(assertion);
  }

  @Test
  void overviewSummarizesPodsAndControlPlane() {
    await(
        () ->
            operator()
                .get("/overview")
                .then()
                .statusCode(200)
                .body("isLeader", is(true))
                .body("pods.counts.injected", greaterThan(1))
                .body("pods.skipped.not_labelled", greaterThan(0))
                .body("pods.skipped.pod_label_disabled", greaterThan(0))
                .body("pods.notReady", greaterThan(3))
                .body("certificate.secondsLeft", greaterThan(0))
                .body("certificate.problems", is(List.of()))
                .body("streams", is(0)));
    var overview = operator().get("/overview").then().extract();
    assertThat(overview.<String>path("leader")).isEqualTo(overview.path("replica"));
  }

  @Test
  void eventsTellWhatWasRefusedAndWhy() {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {generateName: astray-, namespace: shop, labels: {kuma.io/mesh: nowhere}}
        spec: {containers: [{name: app, image: app}]}
        """;
    for (int i = 0; i < 2; i++) {
      assertThat(controlPlane.kube().kubectlWith(pod, "create", "-f", "-").exitCode()).isEqualTo(1);
    }

    var refusal = "events.find { it.source == 'admission' && it.name.startsWith('astray') }.";
    var event = "events.find { it.reason == 'InjectionRefused' && it.name.startsWith('astray') }.";
    await(
        () ->
            operator()
                .get("/overview/events")
                .then()
                .statusCode(200)
                .body(refusal + "outcome", is("refused"))
                .body(refusal + "count", is(2))
                .body(refusal + "reason", is("mesh_not_found"))
                .body(refusal + "kind", is("Pod"))
                .body(refusal + "namespace", is("shop"))
                .body(refusal + "message", containsString("nowhere"))
                .body(event + "outcome", is("warning"))
                .body(event + "source", is("event")));
  }

  @Test
  void dataplaneShowsWhichServicesMatchAndWhyOthersDoNot() {
    runInspectedPod();

    var api = "services.find { it.service == 'api' }.";
    var other = "services.find { it.service == 'other' }.";
    await(
        () ->
            operator()
                .get("/inventory/dataplanes/inspected/api")
                .then()
                .statusCode(200)
                .body("result", is("dataplane"))
                .body("stored", is("current"))
                .body("mesh", is("default"))
                .body("address", is("10.1.2.3"))
                .body("inbounds.port", is(List.of(8080)))
                .body("inbounds[0].protocol", is("http"))
                .body("inbounds[0].tags.'kuma.io/service'", is("api_inspected_svc_80"))
                .body(api + "matches", is(true))
                .body(api + "ports.fate", is(List.of("inbound", "name_not_found")))
                .body(other + "match", is("not_selected"))
                .body(other + "differences.label", is(List.of("tier")))
                .body(other + "differences[0].wanted", is("front"))
                .body(other + "differences[0].found", is("back"))
                .body("connection", nullValue()));
    await(
        () ->
            operator()
                .queryParam("namespace", "inspected")
                .get("/inventory/dataplanes")
                .then()
                .statusCode(200)
                .body("total", is(1))
                .body("online", is(0))
                .body("dataplanes[0].name", is("api"))
                .body("dataplanes[0].inbounds", is(1)));
  }

  @Test
  void dataplaneShowsTheLastConnectionOfItsSidecar() {
    runInspectedPod();
    shop.apply(
        """
        apiVersion: kuma.io/v1alpha1
        kind: DataplaneInsight
        mesh: default
        metadata:
          name: api
          namespace: inspected
          annotations: {higuma.io/rejected: no such cluster}
        status:
          subscriptions:
            - id: '1'
              controlPlaneInstanceId: cp-1
              connectTime: '2030-01-02T03:04:05Z'
              status: {cds: {responsesSent: '3', responsesAcknowledged: '2', responsesRejected: '1'}}
              version: {envoy: {version: 1.36.2}}
        """);
    try {
      operator()
          .get("/inventory/dataplanes/inspected/api")
          .then()
          .statusCode(200)
          .body("connection.online", is(true))
          .body("connection.here", is(false))
          .body("connection.rejected", is("no such cluster"))
          .body("connection.versions.envoy", is("1.36.2"))
          .body("connection.types[0].type", is("cds"))
          .body("connection.types[0].acknowledged", is(2))
          .body("connection.types[0].rejected", is(1));
    } finally {
      kubectl("delete", "dataplaneinsight", "api", "-n", "inspected");
    }
  }

  @Test
  void aPodWithoutADataplaneHasAReason() {
    operator()
        .get("/inventory/dataplanes/plain/lonely")
        .then()
        .statusCode(200)
        .body("result", is("none"))
        .body("message", is("no sidecar was injected"))
        .body("stored", is("absent"))
        .body("services", is(List.of()));
    operator().get("/inventory/dataplanes/plain/nobody").then().statusCode(404);
  }

  @Test
  void patchesHaveAStatusAndUsers() {
    runInspectedPod();

    var patch = "patches.find { it.name == 'inspected' }.";
    await(
        () ->
            operator()
                .get("/inventory/patches")
                .then()
                .statusCode(200)
                .body(patch + "status", is("valid"))
                .body(patch + "violations", is(List.of()))
                .body(patch + "isDefault", is(false))
                .body(patch + "users", is(1))
                .body(patch + "workloads", is(List.of("inspected/Pod/api")))
                .body(patch + "sidecarPatch[0].path", is("/resources/limits/memory"))
                .body(patch + "sidecarPatch[0].value", is("\"1Gi\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a_b", "ä", "-"})
  void refusesNamesThatCannotBe(String name) {
    isBadName(operator().get("/inventory/dataplanes/{n}/web", name), "namespace", name);
    isBadName(operator().get("/inventory/dataplanes/shop/{n}", name), "name", name);
  }

  @Test
  void refusesBadPages() {
    operator()
        .queryParam("size", "many")
        .queryParam("offset", "-1")
        .get("/inventory/dataplanes")
        .then()
        .statusCode(400)
        .body("problems.path", is(List.of("offset", "size")))
        .body("problems.code", everyItem(is("bad_value")));
  }

  @Test
  void requiresAuthorization() {
    for (var path : PATHS) {
      nobody().get(path).then().statusCode(401);
      as(KubeUser.DEVELOPER).get(path).then().statusCode(403);
    }
  }
}
