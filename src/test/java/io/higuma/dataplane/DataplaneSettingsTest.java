package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.settings.Settings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataplaneSettingsTest {

  @Test
  void areReadFromTheWholeConfiguration() {
    assertThat(DataplaneSettings.of(Settings.defaults()))
        .isEqualTo(
            new DataplaneSettings(
                "default",
                List.of(
                    "topology.kubernetes.io/zone",
                    "topology.kubernetes.io/region",
                    "kubernetes.io/hostname"),
                Set.of(),
                List.of(),
                false,
                true));
  }
}
