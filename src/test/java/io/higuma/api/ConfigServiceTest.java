package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LivePaths;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.OverrideChange;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.RecordingApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigServiceTest {
  private final RecordingApi server = new RecordingApi();
  private final KubernetesClient client = server.client();
  private final FollowedConfig followed = follow();
  private final ConfigService service =
      new ConfigService(
          followed,
          InstantSource.system(),
          new ConfigService.Advice(_ -> List.of("advice"), Optional.empty()));

  private FollowedConfig follow() {
    var sources =
        SettingsSources.none().withFile("kuma.yaml", "dpServer: {gracefulShutdownTimeout: 1m}");
    var loaded = (LoadedSettings.Valid) SettingsLoader.load(sources);
    return FollowedConfig.start(
        new FollowedConfig.Start(sources, loaded, Optional.empty()),
        _ -> List.of(),
        new ApiCalls(client),
        InstantSource.system(),
        new SimpleMeterRegistry(),
        LoopSupervisor.uncounted());
  }

  @AfterEach
  void close() {
    followed.close();
    client.close();
    server.close();
  }

  @Test
  void answersWarningsOfTheChangedOverridesOnly() throws Exception {
    assertThat(dryRun("{\"sidecarContainer\": {\"adminPort\": 9000}}").warnings())
        .containsExactly(
            "runtime.kubernetes.injector.sidecarContainer.adminPort has no effect here (override):"
                + " bootstrapServer.params.adminPort is read instead.",
            "advice");
    assertThat(dryRun("{\"cniEnabled\": true}").warnings()).containsExactly("advice");
  }

  private ChangeView dryRun(String patch) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(patch);
    var request =
        new ConfigService.Request(LivePaths.ROOT, Precondition.ANY, "me", "changed", true);
    var answer = service.change(new OverrideChange.MergePatch(LivePaths.ROOT, tree), request);
    assertThat(answer).isInstanceOf(ConfigAnswer.Done.class);
    return ((ConfigAnswer.Done) answer).change();
  }
}
