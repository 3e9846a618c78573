package io.higuma.sandbox;

import io.higuma.cli.Sandbox;
import io.higuma.cli.Server;
import io.higuma.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code higuma try}: everything together. */
public final class Play implements Sandbox {
  private static final int RIGHT = 0;
  private static final int WRONG = 1;
  private static final Duration TO_FOLLOW = Duration.ofSeconds(4);

  /** Where the source checkout is, as {@code ./higuma} says; empty where it runs in it. */
  private static final String HOME = System.getProperty("higuma.home", "");

  @Override
  public int play(Wishes wishes, Terminal terminal) throws InterruptedException {
    try (var curtain = new Curtain()) {
      return play(wishes, terminal, curtain);
    } catch (SandboxApi.Missing | Server.CannotStart | IOException e) {
      terminal.err().println("error: " + e.getMessage());
      return WRONG;
    }
  }

  private static int play(Wishes wishes, Terminal terminal, Curtain curtain)
      throws IOException, InterruptedException, SandboxApi.Missing, Server.CannotStart {
    var folder = SandboxFolder.create(terminal.env());
    curtain.add(folder::close);
    var logging = SandboxLog.start(folder.path().resolve("higuma.log"));
    var screen = wishes.mode() == Mode.ONCE_AS_JSON ? Screen.none() : Screen.on(terminal);
    var api = SandboxApi.start(wishes.api(), folder.path());
    curtain.add(api::close);
    screen.say("Kubernetes API: " + api.what());
    var home = Path.of(HOME);
    var installation = new Installation(api, home);
    installation.prepare();
    var ports = Ports.choose();
    var hints = new Hints(api, ports, home);
    var server = SandboxServer.start(api, ports, logging);
    curtain.add(server::close);
    server.awaitReady();
    installation.register(ports.webhook());
    screen.footer(hints.addresses());
    var life = Life.start(api.rest());
    curtain.add(life::close);
    var standings = new Standings(hints.configApi());
    boolean stays = wishes.mode() == Mode.STAY;
    var story = new Story(api, life, standings, screen, stays ? TO_FOLLOW : Duration.ZERO);
    story.tell(home);
    var expectations = story.end();
    var end = new EndState(api, story.scene(), expectations);
    return stays ? stay(story, screen, hints, end) : tell(end, wishes.mode(), terminal);
  }

  private static int tell(EndState end, Mode mode, Terminal terminal) {
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
  private static int stay(Story story, Screen screen, Hints hints, EndState end)
      throws IOException, InterruptedException {
    var pod = end.scene().pods().getFirst().name();
    screen.footer(
        java.util.stream.Stream.of(hints.addresses(), List.of(""), hints.commands(pod))
            .flatMap(List::stream)
            .toList());
    screen.say("That was the story; the cluster stays.");
    while (true) {
      story.watch(TO_FOLLOW);
    }
  }
}
