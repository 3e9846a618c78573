package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.RunningWebhook;
import io.higuma.inject.Injection;
import io.higuma.inject.KumaCluster;
import io.higuma.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.OutputStreamHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log says about a Pod that is refused. */
class LogsTest {

  @ParameterizedTest
  @EnumSource
  void refusedPodIsNamedWithItsReason(LogOptions.Format format) throws Exception {
    var line = lineAboutRefusedPod(Logs.formatter(format));

    switch (format) {
      case text ->
          assertThat(line)
              .contains("WARN")
              .contains("refused demo/app, uid uid-of-this-call: mesh_not_found: ");
      case json -> {
        var json = new ObjectMapper().readTree(line);
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("message").asText()).startsWith("refused demo/app, uid ");
        assertThat(json.path("mdc"))
            .isEqualTo(
                new ObjectMapper()
                    .readTree(
                        """
                        {"uid": "uid-of-this-call", "namespace": "demo", "name": "app",
                         "decision": "refused", "reason": "mesh_not_found"}
                        """));
      }
    }
  }

  private static String lineAboutRefusedPod(Formatter formatter) throws Exception {
    var lines = new ByteArrayOutputStream();
    var handler = new OutputStreamHandler(lines, formatter);
    handler.setAutoFlush(true);
    var logger = LogContext.getLogContext().getLogger("io.higuma.admission.InjectWebhook");
    logger.addHandler(handler);
    var injection = new Injection(Settings.defaults(), true, "");
    try (var webhook = RunningWebhook.of(injection, new KumaCluster())) {
      var pod = RunningWebhook.pod("app");
      pod.withObject("/metadata/labels")
          .put("kuma.io/mesh", "nowhere")
          .put("kuma.io/sidecar-injection", "enabled");
      webhook.answer(RunningWebhook.review("demo", pod));
    } finally {
      logger.removeHandler(handler);
    }
    return lines.toString(StandardCharsets.UTF_8);
  }
}
