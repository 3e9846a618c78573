package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsDefaultsTest {
  private final Injector injector = Settings.defaults().runtime().kubernetes().injector();

  @Test
  void readsEveryTypeOfDefault() {
    assertThat(injector.sidecarContainers()).isTrue();
    assertThat(injector.applicationProbeProxyPort()).isEqualTo(9001);
    assertThat(injector.sidecarContainer().gid()).isEqualTo(5678L);
    assertThat(injector.sidecarContainer().drainTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(injector.containerPatches()).isEmpty();
    assertThat(injector.sidecarTraffic().excludeInboundPorts()).isEmpty();
    assertThat(injector.exceptions().labels())
        .isEqualTo(
            Map.of("openshift.io/build.name", "*", "openshift.io/deployer-pod-for.name", "*"));
    assertThat(injector.caCertFile()).isEmpty();
  }

  @Test
  void givesSectionsOfTheSameRecordTheirOwnDefaults() {
    assertThat(injector.sidecarContainer().resources().requests().cpu()).hasToString("50m");
    assertThat(injector.sidecarContainer().resources().limits().memory()).hasToString("512Mi");
    assertThat(injector.initContainer().resources().requests().cpu()).hasToString("20m");
    assertThat(injector.validationContainer().resources().limits().memory()).hasToString("50M");
    assertThat(injector.sidecarContainer().livenessProbe().initialDelaySeconds()).isEqualTo(60);
    assertThat(injector.sidecarContainer().startupProbe().initialDelaySeconds()).isEqualTo(1);
  }

  @Test
  void makesTheSameSettingsFromTheirOwnValues() {
    Settings defaults = Settings.defaults();

    assertThat(Catalogue.build(Catalogue.valuesOf(defaults))).isEqualTo(defaults);
  }
}
