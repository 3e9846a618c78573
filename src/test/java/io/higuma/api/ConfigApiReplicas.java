package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.config.OverridesConfigMap;
import io.higuma.kuma.GoDuration;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
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
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of the configuration API, with a real API server. */
abstract class ConfigApiReplicas {
  static final String LIVE = "/config/runtime/kubernetes/injector";
  static final String MERGE = "application/merge-patch+json";
  static final String PATCH = "application/json-patch+json";
  static final Duration SOON = Duration.ofSeconds(20);
  static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            containerPatches: [from-file]
            sidecarContainer:
              drainTime: 20s
      """;
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN",
          "false",
          "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID",
          "1234");
  static LocalKubeApi kube;
  static ConfigReplica one;
  static ConfigReplica two;
  static OpenApiContract contract;
  @TempDir static Path folder;

  @BeforeAll
  static void start(LocalKubeApi api) throws Exception {
    kube = api;
    ClusterSetup.install(kube);
    String manifests = "src/main/kubernetes/";
    kube.kubectl("apply", "-f" + manifests + "rbac.yaml", "-f" + manifests + "rbac-config-api.yaml")
        .succeeded();
    bind("editors", "higuma-config-editor", KubeUser.OPERATOR);
    bind("viewers", "higuma-config-viewer", KubeUser.DEVELOPER);
    one = ConfigReplica.start(kube, file("one"), ENVIRONMENT);
    two = ConfigReplica.start(kube, file("two"), ENVIRONMENT);
    one.receiveRequests();
  }

  private static Path file(String replica) throws IOException {
    var own = Files.createDirectories(folder.resolve(replica));
    return Files.writeString(own.resolve("kuma-cp.conf.yaml"), FILE);
  }

  @AfterAll
  static void stop() {
    Stream.of(one, two).filter(replica -> replica != null).forEach(ConfigReplica::close);
    one = null;
    two = null;
    contract = null;
    RestAssured.reset();
  }

  static void bind(String name, String role, KubeUser user) {
    kube.kubectl(
            "create",
            "clusterrolebinding",
            name,
            "--clusterrole=" + role,
            "--group=" + user.groups().getFirst())
        .succeeded();
  }

  @BeforeEach
  void resetConfig() throws Exception {
    if (contract == null) {
      contract = OpenApiContract.read();
    }
    RestAssured.replaceFiltersWith(contract);
    kube.kubectl("delete", "configmap", "higuma-config", "-nkuma-system", "--ignore-not-found")
        .succeeded();
    bothFollow(Map.of("containerPatches", List.of("from-file"), "drainTime", "20s"));
  }

  static RequestSpecification as(String token) {
    return given().auth().preemptive().oauth2(token);
  }

  static RequestSpecification viewer() {
    return as(KubeUser.DEVELOPER.token());
  }

  static RequestSpecification editor() {
    return as(KubeUser.OPERATOR.token());
  }

  static String tag(String path) {
    return viewer().get(LIVE + path).then().statusCode(200).extract().header("ETag");
  }

  static ValidatableResponse merge(String path, String body) {
    return change(MERGE, path, body);
  }

  static ValidatableResponse change(String type, String path, String body) {
    return editor()
        .header("If-Match", tag(path))
        .contentType(type)
        .body(body)
        .patch(LIVE + path)
        .then();
  }

  static void edit(String overrides) {
    var patch = "{\"data\": {\"overrides.yaml\": \"" + overrides + "\"}}";
    kube.kubectl(
            "patch",
            "configmap",
            OverridesConfigMap.NAME,
            "-nkuma-system",
            "--type=merge",
            "-p",
            patch)
        .succeeded();
  }

  static void bothFollow(Map<String, Object> expected) {
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              for (var replica : List.of(one, two)) {
                var injector = replica.injector();
                assertThat(injector.containerPatches()).isEqualTo(expected.get("containerPatches"));
                assertThat(GoDuration.format(injector.sidecarContainer().drainTime()))
                    .isEqualTo(expected.get("drainTime"));
              }
            });
  }
}
