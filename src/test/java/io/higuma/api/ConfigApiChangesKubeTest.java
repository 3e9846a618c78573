package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Changes of the configuration over HTTP. */
@NeedsKube
@NeedsPackage
class ConfigApiChangesKubeTest extends ConfigApiReplicas {
  @Test
  void changesRequireIfMatch() {
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
        .body("title", is("The value has changed"));
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
  void dryRunReportsTheResultAndChangesNothing() {
    ClusterSetup.injectedNamespace(kube, "shop");
    kube.kubectl("run", "web", "--image=web", "-nshop").succeeded();
    Awaitility.await().atMost(SOON).untilAsserted(this::dryRunNamesTheWorkload);
  }

  /** Waits until the control plane has the namespace in its cache. */
  private void dryRunNamesTheWorkload() {
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
        .body(
            "warnings",
            hasItem(
                startsWith("there is no ContainerPatch no-such-patch in namespace kuma-system")))
        .body("workloads.examined", is(1))
        .body("workloads.complete", is(true))
        .body("workloads.changed[0].owner", is("Pod/web"))
        .body("workloads.changed[0].namespace", is("shop"))
        .body("workloads.changed[0].diff", containsString("\n+refused: "));

    assertThat(one.injector()).isEqualTo(before);
    assertThat(
            kube.client().configMaps().inNamespace("kuma-system").withName("higuma-config").get())
        .isNull();
  }

  @Test
  void reportsEveryProblemAndChangesNothing() {
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
}
