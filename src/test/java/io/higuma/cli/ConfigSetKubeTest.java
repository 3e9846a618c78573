package io.higuma.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code higuma config set} and {@code diff} change maps. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class ConfigSetKubeTest {
  private static final String LIVE = "/config/runtime/kubernetes/injector";
  private static final String ENV = "sidecarContainer.envVars";
  private static final String LABELS = "exceptions.labels";
  private static final String BUILD = "openshift.io/build.name";
  private static final String DEPLOYER = "openshift.io/deployer-pod-for.name";

  @TempDir private Path folder;

  @AfterEach
  void removeTheOverrides() {
    operator("If-Match", "*").delete(LIVE).then().statusCode(200);
  }

  private static RequestSpecification operator(String header, String value) {
    return given().auth().oauth2(KubeUser.OPERATOR.token()).header(header, value);
  }

  private CommandRun config(String... arguments) {
    var env =
        Map.of(
            "HIGUMA_URL",
            "http://localhost:" + RestAssured.port,
            "HIGUMA_TOKEN",
            KubeUser.OPERATOR.token());
    var all = new ArrayList<>(List.of("config"));
    all.addAll(List.of(arguments));
    return CommandRun.in(folder, env, "", all);
  }

  private void set(String... changes) {
    var arguments = new ArrayList<>(List.of("set"));
    arguments.addAll(List.of(changes));
    var run = config(arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  private static Map<String, String> map(String key) {
    return operator("Accept", "application/json")
        .get(LIVE + "/" + key.replace('.', '/'))
        .then()
        .statusCode(200)
        .extract()
        .path("value");
  }

  @Test
  void aMapReplacesTheOneBefore() {
    set(ENV + "=A:1,B:1");
    assertThat(map(ENV)).isEqualTo(Map.of("A", "1", "B", "1"));

    assertThat(config("diff", ENV + "=B:2").out())
        .startsWith(ENV + "  {\"A\":\"1\",\"B\":\"1\"} -> {\"B\":\"2\"}\n");
    set(ENV + "=B:2");
    assertThat(map(ENV)).isEqualTo(Map.of("B", "2"));
  }

  @Test
  void anEmptyMapRemovesAllEntries() {
    assertThat(map(LABELS)).containsOnlyKeys(BUILD, DEPLOYER);

    set(LABELS + "=");

    assertThat(map(LABELS)).isEmpty();
  }

  @Test
  void anEntryWithDotsIsOneKey() {
    set(LABELS + "." + BUILD + "-", LABELS + ".example.com/a.b=yes", ENV + ".C.D=1=2");

    assertThat(map(LABELS)).isEqualTo(Map.of(DEPLOYER, "*", "example.com/a.b", "yes"));
    assertThat(map(ENV)).isEqualTo(Map.of("C.D", "1=2"));
    set(LABELS + "-");
    assertThat(map(LABELS)).containsOnlyKeys(BUILD, DEPLOYER);
  }

  @Test
  void otherSettingsKeepTheirValues() {
    set("sidecarContainer.uid=7", ENV + "=A:1");

    set(ENV + "=", "cniEnabled=true");

    assertThat(config("get", "sidecarContainer.uid").out()).contains("7").contains("override");
  }

  @Test
  void aMapAndItsEntryCannotBeChangedTogether() {
    var run = config("set", ENV + "=A:1", ENV + ".B=2");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "error: sidecarContainer.envVars.B and sidecarContainer.envVars cannot be changed"
                + " together: one is a part of the other\n");
  }

  @Test
  void withoutARightTheReasonIsReported() {
    var env =
        Map.of("HIGUMA_URL", "http://localhost:" + RestAssured.port, "HIGUMA_TOKEN", "unknown");

    var run = CommandRun.in(folder, env, "", List.of("config", "set", ENV + "=A:1"));

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).startsWith("error: ").contains("hint: --token");
  }
}
