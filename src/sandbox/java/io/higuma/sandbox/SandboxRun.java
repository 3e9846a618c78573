package io.higuma.sandbox;

import io.higuma.cli.Progress;
import io.higuma.cli.Sandbox;
import io.higuma.cli.Terminal;
import io.higuma.cli.status.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code higuma try}: starts the cluster and the control plane, and runs the scenario. */
public final class SandboxRun implements Sandbox {
  private static final int SUCCESS = 0;
  private static final int FAILURE = 1;
  private static final Duration PAUSE = Duration.ofSeconds(4);

  /** The source checkout, set by {@code ./higuma}; empty: the working directory. */
  private static final Path HOME = Path.of(System.getProperty("higuma.home", ""));

  @Override
  public int run(Options options, Terminal terminal) throws InterruptedException {
    try (var progress = new Progress(terminal, System::nanoTime);
        var closing = new ClosingStack()) {
      var folder = SandboxFolder.create(terminal.env());
      closing.add(folder::close);
      SandboxLog.start(folder.path().resolve("sandbox.log"));
      var screen = screen(options.mode(), terminal);
      var api = SandboxApi.start(options.api(), folder.path(), progress);
      closing.add(api::close);
      progress.erase();
      screen.say("Kubernetes API: " + api.what());
      new Installation(api, HOME, progress).prepare();
      return options.mode() == Mode.CLUSTER_ONLY
          ? new DevCluster(api, HOME, progress).serve(closing, terminal)
          : new PreparedCluster(api, screen, closing, folder.path(), progress)
              .run(options.mode(), terminal);
    } catch (SandboxApi.Unavailable | IOException e) {
      terminal.err().println("error: " + e.getMessage());
      return FAILURE;
    }
  }

  private static Screen screen(Mode mode, Terminal terminal) {
    return switch (mode) {
      case STAY -> Screen.on(terminal);
      case ONCE -> Screen.messagesOnly(terminal);
      case ONCE_AS_JSON, CLUSTER_ONLY -> Screen.none();
    };
  }

  /** Runs the control plane and the scenario on a prepared cluster. */
  private record PreparedCluster(
      SandboxApi api, Screen screen, ClosingStack closing, Path folder, Progress progress) {

    int run(Mode mode, Terminal terminal) throws IOException, InterruptedException {
      var ports = Ports.choose();
      var hints = new Hints(api, ports, HOME);
      var server = SandboxServer.start(api, ports, folder, HOME);
      closing.add(server::close);
      server.awaitReady(progress);
      new Installation(api, HOME, progress).register(ports.webhook());
      progress.erase();
      screen.footer(hints.addresses());
      var support = SidecarSupport.find(HOME);
      var simulation = ClusterSimulation.start(api.rest(), support.network());
      closing.add(simulation::close);
      var pause = mode == Mode.STAY ? PAUSE : Duration.ZERO;
      var states = new InjectionStates(hints.configApi());
      var setup = new Sidecars.Setup(api.rest(), ports, folder, closing);
      var sidecars = new Sidecars(setup, support, screen);
      var scenario = new Scenario(api, simulation, states, sidecars, screen, pause);
      scenario.run(HOME);
      var expectations = scenario.awaitExpectations();
      var result = new ScenarioResult(api, scenario.status(), expectations);
      return mode == Mode.STAY ? stay(scenario, hints, result) : print(result, mode, terminal);
    }

    private static int print(ScenarioResult result, Mode mode, Terminal terminal) {
      if (mode == Mode.ONCE_AS_JSON) {
        terminal.out().println(result.json().toPrettyString());
      } else {
        terminal.out().println();
        result.lines().forEach(terminal.out()::println);
      }
      terminal.out().flush();
      return result.isAsExpected() ? SUCCESS : FAILURE;
    }

    /** Shows the status until the process is terminated. */
    private int stay(Scenario scenario, Hints hints, ScenarioResult result)
        throws IOException, InterruptedException {
      var commands = hints.commands(result.status().pods().getFirst().name());
      screen.say("The scenario is complete; the cluster keeps running.");
      screen.footer(
          Stream.of(hints.addresses(), List.of(""), commands).flatMap(List::stream).toList());
      while (true) {
        scenario.watch(PAUSE);
      }
    }
  }
}
