package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.higuma.config.OverridesConfigMap;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Overrides that are about as large as a ConfigMap can be, which is 1 MiB. */
@NeedsKube
@NeedsPackage
class ConfigApiSizeKubeTest extends ConfigApiReplicas {
  private static final int MIB = 1024 * 1024;
  private static final int NAME_LENGTH = 200;
  private static final String OTHERS = "{\"containerPatches\": [%s]}";

  @Test
  void changeThatDoesNotFitIsRefusedWithKeyValueAndExpectation() {
    for (var query : List.of("", "?dryRun=true")) {
      editor()
          .noFilters()
          .header("If-Match", "*")
          .contentType(MERGE)
          .body(OTHERS.formatted(names(MIB)))
          .patch(LIVE + query)
          .then()
          .statusCode(422)
          .body("problems.code", is(List.of("too_large")))
          .body("problems[0].path", is("runtime.kubernetes.injector.containerPatches"))
          .body("problems[0].message", containsString("value '[\"first\",\"nnn"))
          .body(
              "problems[0].message", containsString("expected overrides of at most 1048576 bytes"));
    }
    bothFollow(Map.of("containerPatches", List.of("from-file"), "drainTime", "20s"));
  }

  @Test
  void largeChangesFollowEachOtherAndTheOldestLeaveTheHistory() {
    for (int i = 0; i < 8; i++) {
      editor()
          .noFilters()
          .header("If-Match", "*")
          .contentType(MERGE)
          .body(OTHERS.formatted(names(MIB / 5) + ",\"last-%d\"".formatted(i)))
          .patch(LIVE)
          .then()
          .statusCode(200);
    }
    assertThat(one.injector().containerPatches()).endsWith("last-7");
    assertThat(bytes()).isBetween(MIB / 2, MIB);
    List<Integer> kept =
        viewer().noFilters().get(LIVE + "/history").jsonPath().getList("revisions.revision");
    assertThat(kept).isNotEmpty().contains(8).doesNotContain(1);
  }

  @Test
  void editThatFillsTheConfigMapIsFollowedAndCanBeChanged() {
    merge("", "{\"containerPatches\": [\"a\"]}").statusCode(200);
    var overrides = "{runtime: {kubernetes: {injector: {containerPatches: [b]}}}}";
    fill("# " + "x".repeat(MIB * 9 / 10) + "\n" + overrides);
    bothFollow(Map.of("containerPatches", List.of("b"), "drainTime", "20s"));
    assertThat(bytes()).isGreaterThan(MIB * 9 / 10);

    merge("", "{\"sidecarContainer\": {\"drainTime\": \"1m\"}}").statusCode(200);

    bothFollow(Map.of("containerPatches", List.of("b"), "drainTime", "1m0s"));
  }

  /** Names of so many bytes in all. */
  private static String names(int bytes) {
    var names = new StringBuilder("\"first\"");
    for (int i = 0; names.length() < bytes; i++) {
      names.append(",\"").append("n".repeat(NAME_LENGTH)).append(i).append('"');
    }
    return names.toString();
  }

  private static void fill(String overrides) {
    var patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("data").put("overrides.yaml", overrides);
    kube.client()
        .configMaps()
        .inNamespace(ControlPlane.SYSTEM)
        .withName(OverridesConfigMap.NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
  }

  private static int bytes() {
    ConfigMap map =
        kube.client()
            .configMaps()
            .inNamespace(ControlPlane.SYSTEM)
            .withName(OverridesConfigMap.NAME)
            .require();
    return map.getData().values().stream()
        .mapToInt(value -> value.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }
}
