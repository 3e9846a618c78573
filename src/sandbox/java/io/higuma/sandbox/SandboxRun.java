package io.higuma.sandbox;

import io.higuma.cli.Sandbox;
import io.higuma.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code higuma try}: everything together. */
public final class SandboxRun implements Sandbox {
  private static final int RIGHT = 0;
  private static final int WRONG = 1;
  private static final Duration TO_FOLLOW = Duration.ofSeconds(4);

  /** Where the source checkout is, as {@code ./higuma} says; empty where it runs in it. */
  private static final Path HOME = Path.of(System.getProperty("higuma.home", ""));

  @Override
  public int play(Wishes wishes, Terminal terminal) throws InterruptedException {
    try (var curtain = new ClosingStack()) {
      var folder = SandboxFolder.create(terminal.env());
      curtain.add(folder::close);
      SandboxLog.start(folder.path().resolve("sandbox.log"));
      var screen = screen(wishes.mode(), terminal);
      var api = SandboxApi.start(wishes.api(), folder.path());
      curtain.add(api::close);
      screen.say("Kubernetes API: " + api.what());
      new Installation(api, HOME).prepare();
      return wishes.mode() == Mode.CLUSTER_ONLY
          ? new DevCluster(api, HOME).serve(curtain, terminal)
          : new Stage(api, screen, curtain, folder.path()).play(wishes.mode(), terminal);
    } catch (SandboxApi.Missing | IOException e) {
      terminal.err().println("error: " + e.getMessage());
      return WRONG;
    }
  }

  private static Screen screen(Mode mode, Terminal terminal) {
    return switch (mode) {
      case STAY -> Screen.on(terminal);
      case ONCE -> Screen.sayingOnly(terminal);
      case ONCE_AS_JSON, CLUSTER_ONLY -> Screen.none();
    };
  }

  /** The control plane and the story on a cluster that is prepared. */
  private record Stage(SandboxApi api, Screen screen, ClosingStack curtain, Path folder) {

    int play(Mode mode, Terminal terminal) throws IOException, InterruptedException {
      var ports = Ports.choose();
      var hints = new Hints(api, ports, HOME);
      var server = SandboxServer.start(api, ports, folder, HOME);
      curtain.add(server::close);
      server.awaitReady();
      new Installation(api, HOME).register(ports.webhook());
      screen.footer(hints.addresses());
      var life = ClusterSimulation.start(api.rest());
      curtain.add(life::close);
      var pause = mode == Mode.STAY ? TO_FOLLOW : Duration.ZERO;
      var story = new Scenario(api, life, new InjectionStates(hints.configApi()), screen, pause);
      story.tell(HOME);
      var expectations = story.end();
      var end = new ScenarioResult(api, story.scene(), expectations);
      return mode == Mode.STAY ? stay(story, hints, end) : tell(end, mode, terminal);
    }

    private static int tell(ScenarioResult end, Mode mode, Terminal terminal) {
      if (mode == Mode.ONCE_AS_JSON) {
        terminal.out().println(end.json().toPrettyString());
      } else {
        terminal.out().println();
        end.lines().forEach(terminal.out()::println);
      }
      terminal.out().flush();
      return end.isRight() ? RIGHT : WRONG;
    }

    /** Until somebody ends the process. */
    private int stay(Scenario story, Hints hints, ScenarioResult end)
        throws IOException, InterruptedException {
      var commands = hints.commands(end.scene().pods().getFirst().name());
      screen.say("That was the story; the cluster stays.");
      screen.footer(
          Stream.of(hints.addresses(), List.of(""), commands).flatMap(List::stream).toList());
      while (true) {
        story.watch(TO_FOLLOW);
      }
    }
  }
}
