package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.cluster.OverridesConfigMap;
import io.higuma.kuma.GoDuration;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration seen and changed over HTTP, with two replicas on a real API server. */
@QuarkusTest
@NeedsKube
class ConfigApiKubeTest {
  private static final String LIVE = "/config/runtime/kubernetes/injector";
  private static final String MERGE = "application/merge-patch+json";
  private static final String PATCH = "application/json-patch+json";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            containerPatches: [from-file]
            sidecarContainer:
              drainTime: 20s
      """;
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN",
          "false",
          "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID",
          "1234");
  private static final WorkloadChanges.Finder SHOP =
      (before, after) ->
          new WorkloadChanges(
              7, true, List.of(new WorkloadChange("shop", "Deployment/web", "-a\n+b\n")));

  private static LocalKubeApi kube;
  private static ConfigReplica one;
  private static ConfigReplica two;
  private static OpenApiContract contract;
  @TempDir private static Path folder;

  @BeforeAll
  static void start(LocalKubeApi api) throws Exception {
    kube = api;
    kube.kubectl("create", "namespace", "kuma-system").succeeded();
    String manifests = "src/main/kubernetes/";
    kube.kubectl("apply", "-f" + manifests + "rbac.yaml", "-f" + manifests + "rbac-config-api.yaml")
        .succeeded();
    bind("editors", "higuma-config-editor", KubeUser.OPERATOR);
    bind("viewers", "higuma-config-viewer", KubeUser.DEVELOPER);
    one =
        ConfigReplica.start(kube, Files.writeString(folder.resolve("one.yaml"), FILE), ENVIRONMENT);
    two =
        ConfigReplica.start(kube, Files.writeString(folder.resolve("two.yaml"), FILE), ENVIRONMENT);
    ApiDoor.open(one.rooms(Optional.of(SHOP)));
  }

  @AfterAll
  static void stop() {
    Stream.of(one, two).filter(replica -> replica != null).forEach(ConfigReplica::close);
  }

  private static void bind(String name, String role, KubeUser user) {
    kube.kubectl(
            "create",
            "clusterrolebinding",
            name,
            "--clusterrole=" + role,
            "--group=" + user.groups().getFirst())
        .succeeded();
  }

  @BeforeEach
  void startAnew() throws Exception {
    if (contract == null) {
      contract = OpenApiContract.read();
    }
    RestAssured.replaceFiltersWith(contract);
    kube.kubectl("delete", "configmap", "higuma-config", "-nkuma-system", "--ignore-not-found")
        .succeeded();
    bothFollow(Map.of("containerPatches", List.of("from-file"), "drainTime", "20s"));
  }

  @Test
  void showsTheWholeConfigurationInKumasForm() {
    viewer()
        .get("/config")
        .then()
        .statusCode(200)
        .body("runtime.kubernetes.injector.sidecarContainer.drainTime", is("20s"))
        .body("runtime.kubernetes.injector.sidecarContainer.uid", is(1234))
        .body("experimental.sidecarContainers", is(true))
        .body("apiServer.authn.localhostIsAdmin", is(false));
  }

  @Test
  void showsWhereEachValueComesFrom() {
    merge("/sidecarContainer", "{\"gid\": 99}").statusCode(200);
    var origins = "origins.'runtime.kubernetes.injector.";

    viewer()
        .get(LIVE)
        .then()
        .statusCode(200)
        .header("ETag", startsWith("\""))
        .header("Cache-Control", "no-cache")
        .body("path", is("runtime.kubernetes.injector"))
        .body("value.sidecarContainer.gid", is(99))
        .body(origins + "cniEnabled'.from", is("default"))
        .body(origins + "containerPatches'.from", is("file"))
        .body(origins + "containerPatches'.name", is("kuma-cp.conf.yaml"))
        .body(origins + "sidecarContainer.uid'.from", is("env"))
        .body(
            origins + "sidecarContainer.uid'.name",
            is("KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID"))
        .body(origins + "sidecarContainer.gid'.from", is("override"))
        .body("overridden.'runtime.kubernetes.injector.sidecarContainer.gid'.value", is(5678))
        .body(
            "overridden.'runtime.kubernetes.injector.sidecarContainer.gid'.origin.from",
            is("default"));
  }

  @Test
  void showsSingleValues() {
    viewer()
        .get(LIVE + "/sidecarContainer/waitForDataplaneReady")
        .then()
        .statusCode(200)
        .body("value", is(false));
    viewer().get(LIVE + "/containerPatches").then().body("value", is(List.of("from-file")));
    viewer().get("/config/apiServer/http").then().body("value.port", is(5681));
    viewer().get(LIVE + "/nothing").then().statusCode(404);
    viewer().get("/config/runtime.kubernetes.injector").then().statusCode(404);
  }

  @Test
  void tagIsTheSameUntilSomethingBelowChanges() {
    var tag = tag("/sidecarContainer");

    viewer().header("If-None-Match", tag).get(LIVE + "/sidecarContainer").then().statusCode(304);

    merge("", "{\"cniEnabled\": true}").statusCode(200);
    assertThat(tag("/sidecarContainer")).isEqualTo(tag);

    merge("/sidecarContainer", "{\"drainTime\": \"33s\"}").statusCode(200);
    assertThat(tag("/sidecarContainer")).isNotEqualTo(tag);
  }

  @Test
  void needsATokenThatTheClusterKnows() {
    given()
        .get("/config")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("title", is("A bearer token is needed"));
    given()
        .auth()
        .preemptive()
        .basic("operator", KubeUser.OPERATOR.token())
        .get("/config")
        .then()
        .statusCode(401);
    as("made-up").get("/config").then().statusCode(401);
    as("made-up")
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{}")
        .patch(LIVE)
        .then()
        .statusCode(401);
  }

  @Test
  void needsTheRightToTheVerb() {
    as(KubeUser.CONTROL_PLANE.token())
        .get("/config")
        .then()
        .statusCode(403)
        .body("detail", containsString("no right to get /config"));
    viewer()
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{\"cniEnabled\": true}")
        .patch(LIVE)
        .then()
        .statusCode(403)
        .body("detail", containsString("no right to patch " + LIVE));
    viewer().header("If-Match", "*").delete(LIVE).then().statusCode(403);
    viewer().header("If-Match", "*").post(LIVE + "/rollback/1").then().statusCode(403);
    assertThat(one.injector().cniEnabled()).isFalse();
  }

  @Test
  void mayBeGrantedForPartsOnly() {
    kube.kubectlWith(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: patches-only}
            rules:
              - nonResourceURLs: ["/config/runtime/kubernetes/injector/containerPatches"]
                verbs: [get, patch]
            """,
            "apply",
            "-f",
            "-")
        .succeeded();
    kube.kubectl(
            "create",
            "clusterrolebinding",
            "patches-only",
            "--clusterrole=patches-only",
            "--user=" + KubeUser.GARBAGE_COLLECTOR.userName())
        .succeeded();
    var user = KubeUser.GARBAGE_COLLECTOR.token();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> as(user).get(LIVE + "/containerPatches").statusCode() == 200);
    as(user)
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("[\"mine\"]")
        .patch(LIVE + "/containerPatches")
        .then()
        .statusCode(200);
    as(user).get(LIVE + "/cniEnabled").then().statusCode(403);
  }

  @Test
  void changesNeedToSayWhatWasSeen() {
    editor().contentType(MERGE).body("{}").patch(LIVE).then().statusCode(428);
    editor().delete(LIVE).then().statusCode(428);
    editor().post(LIVE + "/rollback/1").then().statusCode(428);

    var tag = tag("");
    merge("", "{\"cniEnabled\": true}").statusCode(200);

    editor()
        .header("If-Match", tag)
        .contentType(MERGE)
        .body("{\"cniEnabled\": false}")
        .patch(LIVE)
        .then()
        .statusCode(412)
        .body("title", is("It has changed in the meantime"));
    assertThat(one.injector().cniEnabled()).isTrue();
  }

  @Test
  void changeIsInForceHereWhenItIsAnsweredAndSoonOnTheOther() {
    merge(
            "",
            "{\"containerPatches\": [\"a\", \"b\"], \"sidecarContainer\": {\"drainTime\": \"1m\"}}")
        .statusCode(200)
        .header("ETag", startsWith("\""))
        .body("dryRun", is(false))
        .body("revision", greaterThan(0))
        .body("config.value.containerPatches", is(List.of("a", "b")))
        .body("changes", hasSize(2))
        .body("changes.path", hasItem("runtime.kubernetes.injector.containerPatches"))
        .body("changes.find { it.path.endsWith('drainTime') }.before", is("20s"))
        .body("changes.find { it.path.endsWith('drainTime') }.after", is("1m0s"));

    assertThat(one.injector().containerPatches()).containsExactly("a", "b");
    bothFollow(Map.of("containerPatches", List.of("a", "b"), "drainTime", "1m0s"));
  }

  @Test
  void answersTheTagThatGetThenHas() {
    var tag = merge("/sidecarContainer", "{\"uid\": 7}").extract().header("ETag");

    assertThat(tag("/sidecarContainer")).isEqualTo(tag);
  }

  @Test
  void takesJsonPatches() {
    change(PATCH, "", "[{\"op\":\"add\",\"path\":\"/containerPatches/-\",\"value\":\"more\"}]")
        .statusCode(200)
        .body("config.value.containerPatches", is(List.of("from-file", "more")));
    change(PATCH, "/containerPatches", "[{\"op\":\"remove\",\"path\":\"/0\"}]")
        .statusCode(200)
        .body("config.value", is(List.of("more")));
    change(PATCH, "", "[{\"op\":\"test\",\"path\":\"/cniEnabled\",\"value\":true}]")
        .statusCode(409)
        .body("problems[0].code", is("test_failed"));
    change(PATCH, "", "[{\"op\":\"replace\",\"path\":\"/nothing/here\",\"value\":1}]")
        .statusCode(422);
    change(PATCH, "", "[{\"op\":\"spin\"}, {\"op\":\"add\",\"path\":\"x\"}]")
        .statusCode(422)
        .body("problems.path", is(List.of("/0", "/1")));
  }

  @Test
  void dryRunTellsWhatWouldHappenAndChangesNothing() {
    var before = one.injector();
    editor()
        .header("If-Match", tag(""))
        .contentType(MERGE)
        .queryParam("dryRun", true)
        .body("{\"containerPatches\": [\"no-such-patch\"]}")
        .patch(LIVE)
        .then()
        .statusCode(200)
        .body("dryRun", is(true))
        .body("revision", is(0))
        .body("config.value.containerPatches", is(List.of("no-such-patch")))
        .body("changes", hasSize(1))
        .body("warnings", is(List.of("there is no ContainerPatch no-such-patch")))
        .body("workloads.examined", is(7))
        .body("workloads.complete", is(true))
        .body("workloads.changed[0].owner", is("Deployment/web"))
        .body("workloads.changed[0].namespace", is("shop"))
        .body("workloads.changed[0].diff", is("-a\n+b\n"));

    assertThat(one.injector()).isEqualTo(before);
    assertThat(
            kube.client().configMaps().inNamespace("kuma-system").withName("higuma-config").get())
        .isNull();
  }

  @Test
  void tellsEveryProblemAndChangesNothing() {
    var body =
        """
        {"cniEnabled": "maybe",
         "sidecarContainer": {"drainTime": "-1s", "resources": {"limits": {"memory": "lots"}}},
         "applicationProbeProxyPort": 70000}
        """;
    for (boolean dryRun : List.of(true, false)) {
      editor()
          .header("If-Match", "*")
          .contentType(MERGE)
          .queryParam("dryRun", dryRun)
          .body(body)
          .patch(LIVE)
          .then()
          .statusCode(422)
          .contentType("application/problem+json")
          .body("status", is(422))
          .body("detail", is("4 problems were found"))
          .body("problems", hasSize(4))
          .body(
              "problems.path",
              hasItems(
                  "runtime.kubernetes.injector.cniEnabled",
                  "runtime.kubernetes.injector.sidecarContainer.drainTime",
                  "runtime.kubernetes.injector.sidecarContainer.resources.limits.memory",
                  "runtime.kubernetes.injector.applicationProbeProxyPort"))
          .body("problems.message", hasItem(containsString("value '70000' is not valid")));
    }
    assertThat(one.injector().cniEnabled()).isFalse();
    merge("", "{\"sidecarContainr\": {}}")
        .statusCode(422)
        .body("problems[0].code", is("unknown_key"))
        .body("problems[0].message", containsString("did you mean"));
  }

  @Test
  void changesNothingOutsideTheInjector() {
    editor()
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{\"readOnly\": true}")
        .patch("/config/apiServer")
        .then()
        .statusCode(405)
        .contentType("application/problem+json")
        .body("detail", containsString("only runtime.kubernetes.injector can"));
    editor()
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("true")
        .patch("/config/experimental/sidecarContainers")
        .then()
        .statusCode(405)
        .body(
            "detail", containsString("this one as runtime.kubernetes.injector.sidecarContainers"));
    editor()
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{}")
        .patch("/config")
        .then()
        .statusCode(405);
    editor().header("If-Match", "*").delete("/config/store").then().statusCode(405);
    editor().header("If-Match", "*").delete(LIVE + "/nothing").then().statusCode(404);
  }

  @Test
  void refusesWhatItCannotRead() {
    change(MERGE, "", "{\"cniEnabled\": tru").statusCode(400);
    change(MERGE, "", "{\"cniEnabled\": true, \"cniEnabled\": false}").statusCode(400);
    change(MERGE, "", "").statusCode(400);
    change("application/json", "", "{\"cniEnabled\": true}")
        .statusCode(415)
        .body("detail", containsString("application/merge-patch+json"));
  }

  @Test
  void deletingAnOverrideReturnsToTheFile() {
    merge("", "{\"cniEnabled\": true, \"sidecarContainer\": {\"drainTime\": \"50s\", \"uid\": 7}}")
        .statusCode(200);
    editor()
        .header("If-Match", tag("/sidecarContainer"))
        .delete(LIVE + "/sidecarContainer")
        .then()
        .statusCode(200)
        .body("config.value.drainTime", is("20s"))
        .body("config.value.uid", is(1234))
        .body("config.overridden.size()", is(0));

    assertThat(one.injector().cniEnabled()).isTrue();
    bothFollow(Map.of("containerPatches", List.of("from-file"), "drainTime", "20s"));
  }

  @Test
  void keepsHistoryAndGoesBack() {
    merge("", "{\"containerPatches\": [\"first\"]}").statusCode(200);
    merge("", "{\"containerPatches\": [\"second\"], \"cniEnabled\": true}").statusCode(200);
    viewer()
        .get(LIVE + "/history")
        .then()
        .statusCode(200)
        .body("revision", is(2))
        .body("rejected", empty())
        .body("revisions.revision", is(List.of(2, 1)))
        .body("revisions[0].by", is("operator"))
        .body("revisions[0].via", is("api"))
        .body("revisions[0].note", is("changed containerPatches, cniEnabled"))
        .body("revisions[1].overrides", equalTo(Map.of("containerPatches", List.of("first"))));

    editor()
        .header("If-Match", tag(""))
        .post(LIVE + "/rollback/1")
        .then()
        .statusCode(200)
        .body("revision", is(3))
        .body("config.value.containerPatches", is(List.of("first")))
        .body("config.value.cniEnabled", is(false));
    viewer()
        .get(LIVE + "/history")
        .then()
        .body("revisions[0].note", is("rolled back to revision 1: containerPatches, cniEnabled"));
    editor().header("If-Match", "*").post(LIVE + "/rollback/77").then().statusCode(404);
    bothFollow(Map.of("containerPatches", List.of("first"), "drainTime", "20s"));
  }

  @Test
  void onlyOneOfTwoWhoSawTheSameWins() throws Exception {
    var tag = tag("");
    try (var pool = Executors.newFixedThreadPool(4)) {
      var statuses =
          pool
              .invokeAll(
                  Stream.of("a", "b", "c", "d")
                      .map(
                          name ->
                              (Callable<Integer>)
                                  () ->
                                      editor()
                                          .header("If-Match", tag)
                                          .contentType(MERGE)
                                          .body("{\"containerPatches\": [\"" + name + "\"]}")
                                          .patch(LIVE)
                                          .statusCode())
                      .toList())
              .stream()
              .map(Future::resultNow)
              .sorted()
              .toList();
      assertThat(statuses).containsExactly(200, 412, 412, 412);
    }
    viewer().get(LIVE + "/history").then().body("revisions", hasSize(1));
  }

  @Test
  void changesOfDifferentPartsBothCount() throws Exception {
    var uid = tag("/sidecarContainer/uid");
    var gid = tag("/sidecarContainer/gid");
    try (var pool = Executors.newFixedThreadPool(2)) {
      var first = pool.submit(() -> put("/sidecarContainer/uid", uid, "11"));
      var second = pool.submit(() -> put("/sidecarContainer/gid", gid, "22"));
      assertThat(List.of(first.get(), second.get())).containsExactly(200, 200);
    }
    assertThat(one.injector().sidecarContainer().uid()).isEqualTo(11);
    assertThat(one.injector().sidecarContainer().gid()).isEqualTo(22);
  }

  private static int put(String path, String tag, String body) {
    return editor()
        .header("If-Match", tag)
        .contentType(MERGE)
        .body(body)
        .patch(LIVE + path)
        .statusCode();
  }

  @Test
  void followsWhatIsChangedWithKubectl() {
    merge("", "{\"containerPatches\": [\"by-api\"]}").statusCode(200);
    edit("{runtime: {kubernetes: {injector: {containerPatches: [by-kubectl]}}}}");

    bothFollow(Map.of("containerPatches", List.of("by-kubectl"), "drainTime", "20s"));
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                viewer()
                    .get(LIVE + "/history")
                    .then()
                    .body("revisions.revision", is(List.of(2, 1)))
                    .body("revisions[0].via", is("configmap"))
                    .body("revisions[0].by", startsWith("kubectl")));
    editor().header("If-Match", "*").post(LIVE + "/rollback/1").then().statusCode(200);
    bothFollow(Map.of("containerPatches", List.of("by-api"), "drainTime", "20s"));
  }

  @Test
  void keepsABadEditOutAndSaysSo() {
    merge("", "{\"containerPatches\": [\"good\"]}").statusCode(200);
    assertThat(two.followed().rejected()).isEmpty();

    edit("{runtime: {kubernetes: {injector: {cniEnabled: perhaps, containerPatchs: []}}}}");
    Awaitility.await().atMost(SOON).until(() -> !two.followed().rejected().isEmpty());
    Awaitility.await().atMost(SOON).until(() -> !one.followed().rejected().isEmpty());

    for (var replica : List.of(one, two)) {
      assertThat(replica.injector().containerPatches()).containsExactly("good");
      assertThat(replica.followed().rejected())
          .singleElement()
          .asString()
          .contains("ConfigMap higuma-config is kept out, the last good stays")
          .contains("containerPatchs")
          .contains("did you mean runtime.kubernetes.injector.containerPatches?");
      assertThat(replica.metric("higuma_config_rejected", "source", "overrides")).isEqualTo(1);
    }
    viewer().get(LIVE + "/history").then().body("rejected", hasSize(1)).body("revision", is(1));
    Awaitility.await()
        .atMost(SOON)
        .until(
            () ->
                kube.client().v1().events().inNamespace("kuma-system").list().getItems().stream()
                        .filter(event -> event.getReason().equals("ConfigRejected"))
                        .filter(event -> event.getMessage().contains("containerPatchs"))
                        .count()
                    == 1);

    merge("", "{\"cniEnabled\": true}").statusCode(200);
    bothFollow(Map.of("containerPatches", List.of("good"), "drainTime", "20s"));
    Awaitility.await().atMost(SOON).until(() -> two.followed().rejected().isEmpty());
    assertThat(two.metric("higuma_config_rejected", "source", "overrides")).isZero();
  }

  @Test
  void keepsOverridesOverARestart() {
    merge("", "{\"containerPatches\": [\"kept\"]}").statusCode(200);
    try (var third = ConfigReplica.start(kube, one.file(), ENVIRONMENT)) {
      assertThat(third.injector().containerPatches()).containsExactly("kept");
    }
  }

  @Test
  void fallsBackToHistoryWhenItStartsWithABadConfigMap() {
    merge("", "{\"containerPatches\": [\"kept\"]}").statusCode(200);
    edit("{runtime: {kubernetes: {injector: {cniEnabled: perhaps}}}}");
    try (var third = ConfigReplica.start(kube, one.file(), ENVIRONMENT)) {
      assertThat(third.injector().containerPatches()).containsExactly("kept");
      assertThat(third.followed().rejected()).hasSize(1);
    }
  }

  @Test
  void followsTheFileAndKeepsABadOneOut() throws Exception {
    merge("", "{\"sidecarContainer\": {\"uid\": 7}}").statusCode(200);
    try {
      Files.writeString(one.file(), FILE.replace("20s", "44s"));
      Awaitility.await()
          .atMost(SOON)
          .until(() -> one.injector().sidecarContainer().drainTime().toSeconds() == 44);
      assertThat(one.injector().sidecarContainer().uid()).isEqualTo(7);

      Files.writeString(one.file(), FILE.replace("20s", "soon"));
      Awaitility.await().atMost(SOON).until(() -> !one.followed().rejected().isEmpty());
      assertThat(one.injector().sidecarContainer().drainTime()).hasSeconds(44);
      assertThat(one.followed().rejected().getFirst())
          .startsWith("kuma-cp.conf.yaml is kept out, the last good stays: ");
      assertThat(one.metric("higuma_config_rejected", "source", "file")).isEqualTo(1);
    } finally {
      Files.writeString(one.file(), FILE);
      Awaitility.await().atMost(SOON).until(() -> one.followed().rejected().isEmpty());
    }
  }

  @Test
  void letsLocalCallersInOnlyWhereTheyAreAdmins() {
    var environment = Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "true");
    try (var open = ConfigReplica.start(kube, one.file(), environment)) {
      ApiDoor.open(open.rooms(Optional.of(SHOP)));
      given().get("/config").then().statusCode(200);
      given()
          .header("If-Match", "*")
          .contentType(MERGE)
          .body("{\"cniEnabled\": true}")
          .patch(LIVE)
          .then()
          .statusCode(200);
      viewer().get(LIVE + "/history").then().body("revisions[0].by", is("localhost"));
      given().header("X-Forwarded-For", "10.1.2.3").get("/config").then().statusCode(401);
      given().header("Host", "rebound.example").get("/config").then().statusCode(401);
      as("made-up").get("/config").then().statusCode(401);
    } finally {
      ApiDoor.open(one.rooms(Optional.of(SHOP)));
    }
  }

  @Test
  void changesNothingWhereTheApiIsReadOnly() {
    var environment = Map.of("KUMA_API_SERVER_READ_ONLY", "true");
    try (var readOnly = ConfigReplica.start(kube, one.file(), environment)) {
      ApiDoor.open(readOnly.rooms(Optional.of(SHOP)));
      merge("", "{\"cniEnabled\": true}")
          .statusCode(405)
          .body("detail", containsString("apiServer.readOnly"));
      viewer().get(LIVE).then().statusCode(200);
    } finally {
      ApiDoor.open(one.rooms(Optional.of(SHOP)));
    }
  }

  @Test
  void isServedUnderTheBasePath() {
    var environment = Map.of("KUMA_API_SERVER_BASE_PATH", "/mesh/");
    RestAssured.replaceFiltersWith(List.of());
    try (var based = ConfigReplica.start(kube, one.file(), environment)) {
      ApiDoor.open(based.rooms(Optional.of(SHOP)));
      viewer().get("/mesh" + LIVE + "/cniEnabled").then().statusCode(200);
      viewer().get(LIVE + "/cniEnabled").then().statusCode(404);
    } finally {
      ApiDoor.open(one.rooms(Optional.of(SHOP)));
    }
  }

  @Test
  void logsNoToken() {
    List<String> lines = new CopyOnWriteArrayList<>();
    var handler = collectingInto(lines);
    Logger.getLogger("").addHandler(handler);
    try {
      as("secret-of-nobody").get("/config").then().statusCode(401);
      as(KubeUser.CONTROL_PLANE.token()).get("/config").then().statusCode(403);
      merge("", "{\"cniEnabled\": true}").statusCode(200);
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    assertThat(lines).anyMatch(line -> line.contains("changed cniEnabled"));
    assertThat(lines).noneMatch(line -> line.contains("secret-of-nobody"));
    for (var user : KubeUser.values()) {
      assertThat(lines).noneMatch(line -> line.contains(user.token()));
    }
  }

  private static Handler collectingInto(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage() + " " + Arrays.toString(line.getParameters()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void describesItself() {
    assertThat(contract.document().at("/paths").properties())
        .extracting(Map.Entry::getKey)
        .contains(
            "/config",
            "/config/{path}",
            "/config/runtime/kubernetes/injector/history",
            "/config/runtime/kubernetes/injector/rollback/{revision}");
    assertThat(contract.document().at("/components/securitySchemes/token/scheme").asText())
        .isEqualTo("bearer");
  }

  private static RequestSpecification as(String token) {
    return given().auth().preemptive().oauth2(token);
  }

  private static RequestSpecification viewer() {
    return as(KubeUser.DEVELOPER.token());
  }

  private static RequestSpecification editor() {
    return as(KubeUser.OPERATOR.token());
  }

  private static String tag(String path) {
    return viewer().get(LIVE + path).then().statusCode(200).extract().header("ETag");
  }

  private static ValidatableResponse merge(String path, String body) {
    return change(MERGE, path, body);
  }

  private static ValidatableResponse change(String type, String path, String body) {
    return editor()
        .header("If-Match", tag(path))
        .contentType(type)
        .body(body)
        .patch(LIVE + path)
        .then();
  }

  private static void edit(String overrides) {
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

  private static void bothFollow(Map<String, Object> expected) {
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
