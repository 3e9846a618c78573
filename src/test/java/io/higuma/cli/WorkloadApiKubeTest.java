package io.higuma.cli;

import static io.higuma.cli.ShopCluster.LABELLED;
import static io.higuma.cli.ShopCluster.WEB;
import static io.higuma.cli.ShopCluster.json;
import static io.higuma.cli.ShopCluster.nameOf;
import static io.higuma.cli.ShopCluster.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.api.OpenApiContract;
import io.higuma.testing.CommandResult;
import io.higuma.testing.HigumaProcess;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations and previews of a running control plane on a real API server. */
@QuarkusTest
@NeedsKube
class WorkloadApiKubeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ShopCluster shop;
  private static OpenApiContract contract;

  @BeforeAll
  static void start(LocalKubeApi kube) {
    shop = ShopCluster.start(kube);
    shop.fill();
  }

  @AfterAll
  static void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @BeforeEach
  void startAnew() throws Exception {
    if (contract == null) {
      contract = OpenApiContract.read();
    }
    RestAssured.replaceFiltersWith(contract);
  }

  private static ValidatableResponse explain(String body) {
    return operator().body(body).post("/explain").then().statusCode(200);
  }

  @Test
  void explainsInTheWordsOfTheCommandLine(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("web.yaml"), WEB);
    Files.writeString(folder.resolve("cluster.yaml"), LABELLED);
    var arguments = List.of("explain", "-o", "json", "--context", "cluster.yaml", "web.yaml");
    var said = CommandRun.in(folder, Map.of(), "", arguments);
    JsonNode expected = JSON.readTree(said.out()).at("/workloads/0");

    JsonNode found = JSON.readTree(explain(json(WEB)).extract().asString()).at("/workloads/0");

    assertThat(expected.path("decision").asText()).isEqualTo("inject");
    for (var member : List.of("apiVersion", "kind", "name", "decision", "mesh", "trace")) {
      assertThat(found.path(member)).as(member).isEqualTo(expected.path(member));
    }
    assertThat(found.path("patch")).hasSameSizeAs(expected.path("patch"));
  }

  @Test
  void explainsTemplatesOfNoKindAndLists() throws IOException {
    var template = JSON.readTree(json(WEB)).at("/spec/template").toString();
    operator()
        .queryParam("namespace", "shop")
        .body(template)
        .post("/explain")
        .then()
        .statusCode(200)
        .body("workloads[0].decision", is("inject"));
    explain("{\"kind\":\"List\",\"items\":[" + json(WEB) + "," + json(WEB) + "]}")
        .body("workloads", hasSize(2));
    explain(template).body("workloads[0].reason", is("not_labelled"));
  }

  @Test
  void explainsWhatRuns() {
    var name = nameOf("web");
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
    refused("name", "{\"namespace\": \"shop\", \"name\": \"" + name + "\"}", name);
    refused("namespace", "{\"namespace\": \"" + name + "\", \"name\": \"web\"}", name);
    if (name.indexOf('/') < 0) {
      var version = "\"apiVersion\": \"" + name + "/v1\", \"kind\": \"Deployment\"";
      refused("apiVersion", "{" + version + ", \"name\": \"web\"}", name);
    }
    for (var door : List.of("/explain", "/preview")) {
      isBadName(operator().queryParam("namespace", name).body("{}").post(door), "namespace", name);
    }
    isBadName(operator().queryParam("namespace", name).get("/inventory"), "namespace", name);
  }

  private static void refused(String key, String question, String name) {
    isBadName(operator().body(question).post("/explain"), key, name);
    isBadName(operator().body(question).post("/preview"), key, name);
  }

  private static void isBadName(Response answer, String key, String name) {
    answer
        .then()
        .statusCode(400)
        .body("problems[0].path", is(key))
        .body("problems[0].code", is("bad_name"))
        .body("problems[0].message", containsString("'" + name + "'"))
        .body("problems[0].message", containsString("DNS-1123"));
  }

  @Test
  void tellsHowADataplaneComesAbout() {
    shop.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          selector: {app: web}
          ports: [{name: main, port: 80, targetPort: 8080}, {name: other, port: 90, targetPort: nowhere},
            {name: dns, port: 53, protocol: UDP}]
        """);
    shop.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: others, namespace: shop},"
            + " spec: {selector: {app: others}, ports: [{port: 80}]}}");
    var name = nameOf("web");
    shop.kube()
        .kubectl(
            "patch",
            "pod",
            name,
            "-nshop",
            "--subresource=status",
            "-p",
            "{\"status\":{\"podIP\":\"10.1.2.3\",\"podIPs\":[{\"ip\":\"10.1.2.3\"}]}}")
        .succeeded();
    var services = "workloads[0].dataplane.services";
    var ports = services + ".find { it.service == 'web' }.ports.";
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                explain("{\"namespace\": \"shop\", \"name\": \"" + name + "\"}")
                    .body("workloads[0].dataplane.result", is("dataplane"))
                    .body(services + ".find { it.service == 'others' }.match", is("not_selected"))
                    .body(ports + "fate", is(List.of("inbound", "name_not_found", "not_tcp")))
                    .body(
                        "workloads[0].dataplane.dataplane.spec.networking.address",
                        is("10.1.2.3")));
  }

  @Test
  void commandExplainsAPodOfTheCluster() throws IOException {
    var name = nameOf("own");
    var url = RestAssured.baseURI + ":" + RestAssured.port;
    var command = List.of("explain", "pod", name, "-n", "shop", "--url", url);
    Map<String, String> env = Map.of("HIGUMA_TOKEN", KubeUser.OPERATOR.token());
    var told = CommandRun.in(Path.of("").toAbsolutePath(), env, "", command);
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .startsWith("Pod shop/" + name + ": injected into mesh default\n")
        .contains("Now: injected\nDataplane: no Dataplane: the Pod has no IP\n");

    var mine = explainHere("pod", name, "-n", "shop");
    assertThat(mine.exitCode()).as(mine.err()).isZero();
    assertThat(mine.out())
        .startsWith("Pod shop/" + name + ": injected into mesh default\n")
        .contains("\n  result             pass")
        .endsWith("Dataplane: no Dataplane: the Pod has no IP\n");
    var json = explainHere("pod", name, "-n", "shop", "-o", "json");
    assertThat(JSON.readTree(json.out()).at("/workloads/0/dataplane/reason").asText())
        .isEqualTo("no_ip");
    var nobody = explainHere("pod", "nobody", "-n", "shop");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("there is no Pod nobody");
  }

  /** In a process of its own, as the kubeconfig is found by its environment. */
  private static CommandResult explainHere(String... arguments) {
    return HigumaProcess.run(
        Map.of("KUBECONFIG", shop.kube().kubeconfig().toString()),
        Stream.concat(Stream.of("explain"), Stream.of(arguments)).toList());
  }

  @Test
  void previewsTheObjectAndTheDifference() throws IOException {
    operator()
        .body(json(WEB))
        .post("/preview")
        .then()
        .statusCode(200)
        .body("workloads[0].decision", is("inject"))
        .body("object.kind", is("Deployment"))
        .body("object.spec.template.spec.initContainers.name", hasItem("kuma-sidecar"))
        .body("diff", startsWith("--- object.yaml\n+++ object.yaml\n@@"))
        .body("diff", containsString("\n+      - name: kuma-sidecar\n"));
    operator()
        .body("{\"namespace\": \"shop\", \"name\": \"aside\"}")
        .post("/preview")
        .then()
        .statusCode(200)
        .body("workloads[0].decision", is("skip"))
        .body("workloads[0].reason", is("pod_label_disabled"))
        .body("diff", is(""));
  }

  @Test
  void answersOnlyWhomTheClusterLets() {
    var viewer = KubeUser.DEVELOPER.token();
    given().get("/inventory").then().statusCode(401);
    given().auth().oauth2(viewer).get("/inventory").then().statusCode(403);
    for (var path : List.of("/explain", "/preview")) {
      given()
          .auth()
          .oauth2(viewer)
          .contentType(ContentType.JSON)
          .body("{}")
          .post(path)
          .then()
          .statusCode(403)
          .body("detail", containsString("no right to get " + path));
    }
  }

  @Test
  void saysWhatItCannotAnswer() throws IOException {
    for (var body : List.of("", "not json", "{}", "[]", "{\"spec\": {}}", "{\"kind\": \"Job\"}")) {
      operator().body(body).post("/explain").then().statusCode(400);
    }
    operator()
        .body("{\"namespace\": \"shop\", \"name\": \"nobody\"}")
        .post("/preview")
        .then()
        .statusCode(404)
        .body("detail", is("there is no Pod nobody in namespace shop"));
    operator().contentType("text/plain").body("x").post("/explain").then().statusCode(415);
    explain(json(WEB.replace("namespace: shop", "namespace: nowhere")))
        .body("workloads[0].reason", is("namespace_not_found"));
  }
}
