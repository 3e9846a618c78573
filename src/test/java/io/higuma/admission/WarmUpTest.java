package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.inject.InjectionContext;
import io.higuma.settings.Settings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void injectsTheSyntheticPod() {
    var rules = DecisionRules.of(new InjectionContext(Settings.defaults(), true, ""));
    var body = WarmUp.syntheticReview().toString().getBytes(StandardCharsets.UTF_8);

    assertThat(WarmUp.round(rules, body).toString())
        .contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"");
  }
}
