package io.higuma.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.testing.CommandResult;
import io.higuma.testing.HigumaProcess;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ShopNamespace;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code higuma explain} for a cluster, compared with the API. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class ExplainPodKubeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  TestedControlPlane controlPlane;
  private ShopNamespace shop;

  @BeforeEach
  void ensureNamespace() {
    shop = ShopNamespace.ensure(controlPlane);
  }

  @Test
  void usesTheWordsOfTheApi(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("web.yaml"), ShopNamespace.WEB);
    Files.writeString(folder.resolve("cluster.yaml"), ShopNamespace.NAMESPACE);
    var arguments = List.of("explain", "-o", "json", "--context", "cluster.yaml", "web.yaml");
    var said = CommandRun.in(folder, Map.of(), "", arguments);
    JsonNode expected = JSON.readTree(said.out()).at("/workloads/0");

    var answer =
        given()
            .auth()
            .oauth2(KubeUser.OPERATOR.token())
            .contentType(ContentType.JSON)
            .body(new YAMLMapper().readTree(ShopNamespace.WEB).toString())
            .post("/explain");
    JsonNode found = JSON.readTree(answer.asString()).at("/workloads/0");

    assertThat(expected.path("decision").asText()).isEqualTo("inject");
    for (var member : List.of("apiVersion", "kind", "name", "decision", "mesh", "trace")) {
      assertThat(found.path(member)).as(member).isEqualTo(expected.path(member));
    }
    assertThat(found.path("patch")).hasSameSizeAs(expected.path("patch"));
  }

  @Test
  void explainsAPodByTheApi() {
    var name = shop.podOf("own");
    var url = RestAssured.baseURI + ":" + RestAssured.port;
    var command = List.of("explain", "pod", name, "-n", "shop", "--url", url);
    Map<String, String> env = Map.of("HIGUMA_TOKEN", KubeUser.OPERATOR.token());
    var told = CommandRun.in(Path.of("").toAbsolutePath(), env, "", command);
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .startsWith("Pod shop/" + name + ": injected into mesh default\n")
        .contains("Now: injected\nDataplane: no Dataplane: the Pod has no IP\n");
  }

  @Test
  void explainsAPodByItself() throws IOException {
    var name = shop.podOf("own");
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

  /** In a separate process: the kubeconfig is found by an environment variable. */
  private CommandResult explainHere(String... arguments) {
    return HigumaProcess.run(
        Map.of("KUBECONFIG", controlPlane.kube().kubeconfig().toString()),
        Stream.concat(Stream.of("explain"), Stream.of(arguments)).toList());
  }
}
