package io.higuma.api;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.testing.ShopNamespace;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code POST /explain}. */
@QuarkusTest
class ExplainKubeTest extends WorkloadApi {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void explainsTemplatesOfNoKindAndLists() throws IOException {
    var template = JSON.readTree(json(ShopNamespace.WEB)).at("/spec/template").toString();
    operator()
        .queryParam("namespace", "shop")
        .body(template)
        .post("/explain")
        .then()
        .statusCode(200)
        .body("workloads[0].decision", is("inject"));
    var web = json(ShopNamespace.WEB);
    explain("{\"kind\":\"List\",\"items\":[" + web + "," + web + "]}")
        .body("workloads", hasSize(2));
    explain(template).body("workloads[0].reason", is("not_labelled"));
  }

  @Test
  void explainsPodsOfTheCluster() {
    var name = shop.podOf("web");
    explain("{\"namespace\": \"shop\", \"name\": \"" + name + "\"}")
        .body("workloads[0].kind", is("Pod"))
        .body("workloads[0].name", is(name))
        .body("workloads[0].decision", is("inject"))
        .body("workloads[0].state.state", is("injected"))
        .body("workloads[0].dataplane.result", is("none"))
        .body("workloads[0].dataplane.reason", is("no_ip"));
    explain("{\"namespace\": \"shop\", \"name\": \"early\"}")
        .body("workloads[0].decision", is("inject"))
        .body("workloads[0].state.state", is("missing"));
    explain(
            "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"namespace\": \"shop\","
                + " \"name\": \"web\"}")
        .body("workloads[0].kind", is("Deployment"))
        .body("workloads[0].decision", is("inject"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "../x", "a/b", "a%2fb", "a?b", "a#b", "A", "ä"})
  void refusesWhatCannotBeANameWithKeyValueAndGrammar(String name) {
    refusesAsAName("/explain", name);
  }

  @Test
  void explainsTheDataplane() {
    shop.apply(ShopNamespace.NAMESPACE.replace("name: shop", "name: served"));
    shop.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: served}
        spec:
          selector: {app: dialled}
          ports: [{name: main, port: 80, targetPort: 8080}, {name: other, port: 90, targetPort: nowhere},
            {name: dns, port: 53, protocol: UDP}]
        """);
    shop.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: others, namespace: served},"
            + " spec: {selector: {app: others}, ports: [{port: 80}]}}");
    shop.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: dialled, namespace: served, labels: {app:"
            + " dialled}, annotations: {kuma.io/container-patches: ''}}, spec: {containers: [{name:"
            + " app, image: app}]}}");
    var address = "{\"status\":{\"podIP\":\"10.1.2.3\",\"podIPs\":[{\"ip\":\"10.1.2.3\"}]}}";
    controlPlane
        .kube()
        .kubectl("patch", "pod", "dialled", "-nserved", "--subresource=status", "-p", address)
        .succeeded();
    var services = "workloads[0].dataplane.services";
    var ports = services + ".find { it.service == 'web' }.ports.";
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                explain("{\"namespace\": \"served\", \"name\": \"dialled\"}")
                    .body("workloads[0].dataplane.result", is("dataplane"))
                    .body(services + ".find { it.service == 'others' }.match", is("not_selected"))
                    .body(ports + "fate", is(List.of("inbound", "name_not_found", "not_tcp")))
                    .body(
                        "workloads[0].dataplane.dataplane.spec.networking.address",
                        is("10.1.2.3")));
  }

  @Test
  void rejectsInvalidRequests() throws IOException {
    for (var body : List.of("", "not json", "{}", "[]", "{\"spec\": {}}", "{\"kind\": \"Job\"}")) {
      operator().body(body).post("/explain").then().statusCode(400);
    }
    operator().contentType("text/plain").body("x").post("/explain").then().statusCode(415);
    explain(json(ShopNamespace.WEB.replace("namespace: shop", "namespace: nowhere")))
        .body("workloads[0].reason", is("namespace_not_found"));
  }
}
