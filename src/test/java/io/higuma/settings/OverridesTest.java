package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The text form of overrides. */
class OverridesTest extends LiveConfigFixture {
  @Test
  void refusesOverridesOfWhatCannotChange() {
    var read =
        Overrides.read(
            "overrides.yaml",
            """
            apiServer: {readOnly: true}
            experimental: {sidecarContainers: true}
            runtime: {kubernetes: {injector: {cniEnabled: true}, allowedUsers: [me]}}
            dnsServer: {}
            nonsense: 1
            """);

    assertThat(problems(read))
        .containsExactly(
            "apiServer: cannot be changed while running: only runtime.kubernetes.injector can",
            "experimental: cannot be changed while running: only runtime.kubernetes.injector can",
            "runtime.kubernetes.allowedUsers: cannot be changed while running: only"
                + " runtime.kubernetes.injector can",
            "dnsServer: cannot be changed while running: only runtime.kubernetes.injector can",
            "nonsense: there is no such key");
  }

  @Test
  void readsBackWhatItWrites() throws JsonProcessingException {
    var tree =
        new ObjectMapper()
            .readTree(
                """
                {"runtime": {"kubernetes": {"injector": {
                  "cniEnabled": true,
                  "containerPatches": ["yes", "0x10", "1e3", "2020-01-01", "~", ""],
                  "sidecarContainer": {
                    "uid": 7, "gid": 4294967296, "drainTime": 1.5, "envVars": {"on": "off"}}}}}}
                """);

    Validated<Overrides> written = Overrides.of(tree);
    assertThat(written.then(good -> Overrides.read("overrides.yaml", good.yaml())))
        .isInstanceOf(Validated.Good.class)
        .isEqualTo(written);
  }

  @Test
  void refusesTextThatIsNoYaml() {
    assertThat(problems(Overrides.read("overrides.yaml", "runtime: {a: 1, a: 2}")))
        .singleElement()
        .asString()
        .startsWith("overrides.yaml is not YAML or JSON: ")
        .contains("line 1");
    assertThat(problems(Overrides.read("overrides.yaml", "just words")))
        .containsExactly("value '\"just words\"' is not valid: expected keys and values");
    assertThat(Overrides.read("overrides.yaml", " \n"))
        .isEqualTo(new Validated.Good<>(Overrides.none()));
  }

  @Test
  void overridesSurviveBeingWrittenAndRead() {
    change(
        merge(
            "",
            "{'cniEnabled': true, 'containerPatches': ['yes', '1'], 'sidecarContainer':"
                + " {'envVars': {'A': null, 'N': '08'}, 'resources': {'limits': {'cpu': '0'}}}}"));

    assertThat(Overrides.read("overrides.yaml", config.overrides().yaml()))
        .isEqualTo(new Validated.Good<>(config.overrides()));
  }
}
