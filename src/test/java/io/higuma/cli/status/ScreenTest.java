package io.higuma.cli.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.higuma.cli.Terminal;
import io.higuma.cli.status.StatusView.InboundRow;
import io.higuma.cli.status.StatusView.PodRow;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final PodRow WEB = new PodRow("web", "1/2", "Running", "injected", "by label");
  private static final PodRow OLD = new PodRow("old", "1/1", "Running", "missing", "");
  private static final InboundRow PORT = new InboundRow("web", 80, "web_svc", "http", "", "ready");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Screen screen(boolean coloured) {
    var stream = new PrintStream(out, true, UTF_8);
    return Screen.on(
        new Terminal(
            InputStream.nullInputStream(), stream, stream, Map.of(), Path.of(""), coloured, false));
  }

  @Test
  void printsALineForEachChangeInAPipe() {
    var screen = screen(false);

    screen.show(new StatusView(List.of(WEB), List.of(PORT)));
    screen.show(new StatusView(List.of(WEB), List.of(PORT)));
    screen.show(new StatusView(List.of(WEB, OLD), List.of(PORT)));

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "dataplane web 80 web_svc ready",
            "pod web 1/2 Running injected by label",
            "pod old 1/1 Running missing");
  }

  @Test
  void drawsTheTableOnATerminalOnlyWhenItChanges() {
    var screen = screen(true);

    screen.show(new StatusView(List.of(WEB), List.of()));
    var drawn = out.toString(UTF_8);
    screen.show(new StatusView(List.of(WEB), List.of()));

    assertThat(drawn).contains("web  1/2    Running  \u001B[32minjected\u001B[0m");
    assertThat(out.toString(UTF_8)).isEqualTo(drawn);

    screen.show(new StatusView(List.of(OLD), List.of()));

    assertThat(out.toString(UTF_8).substring(drawn.length()))
        .contains("\u001B[2J", "\u001B[31mmissing\u001B[0m");
  }

  @Test
  void takesReasonsFromTheInventoryAndElseFromThePod() {
    var inventory =
        json(
            """
            pods:
            - {namespace: shop, name: web, injection: {state: injected}}
            - {namespace: shop, name: old, injection: {state: outdated, reasons: [new image]}}
            """);
    var pod =
        json(
            """
            metadata:
              {namespace: shop, name: web, annotations: {kuma.io/sidecar-injected: 'true'}}
            """);

    var states = InjectionState.byPod(inventory, List.of(pod));

    assertThat(states)
        .containsEntry("shop/web", new InjectionState("injected", "by the Namespace's label"))
        .containsEntry("shop/old", new InjectionState("outdated", "new image"));
  }

  private static JsonNode json(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }
}
