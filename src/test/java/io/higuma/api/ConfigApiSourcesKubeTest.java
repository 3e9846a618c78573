package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Changes from several sources: history, concurrent writers, kubectl, the file, a restart. */
@NeedsKube
@NeedsPackage
class ConfigApiSourcesKubeTest extends ConfigApiReplicas {
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
  void onlyOneOfTwoChangesWithTheSameTagSucceeds() throws Exception {
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
    assertThat(two.rejected()).isEmpty();

    edit("{runtime: {kubernetes: {injector: {cniEnabled: perhaps, containerPatchs: []}}}}");
    Awaitility.await().atMost(SOON).until(() -> !two.rejected().isEmpty());
    Awaitility.await().atMost(SOON).until(() -> !one.rejected().isEmpty());

    for (var replica : List.of(one, two)) {
      assertThat(replica.injector().containerPatches()).containsExactly("good");
      assertThat(replica.rejected())
          .singleElement()
          .asString()
          .contains("ConfigMap higuma-config is rejected, the last valid configuration stays")
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
    Awaitility.await().atMost(SOON).until(() -> two.rejected().isEmpty());
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
      assertThat(third.rejected()).hasSize(1);
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
      Awaitility.await().atMost(SOON).until(() -> !one.rejected().isEmpty());
      assertThat(one.injector().sidecarContainer().drainTime()).hasSeconds(44);
      assertThat(one.rejected().getFirst())
          .startsWith(
              one.file().toAbsolutePath()
                  + " is rejected, the last valid configuration stays in force: ");
      assertThat(one.metric("higuma_config_rejected", "source", "file")).isEqualTo(1);
    } finally {
      Files.writeString(one.file(), FILE);
      Awaitility.await().atMost(SOON).until(() -> one.rejected().isEmpty());
    }
  }
}
