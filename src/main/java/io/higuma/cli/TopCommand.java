package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.status.Screen;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma top}: shows the Pods and Dataplanes of a cluster while they change. */
@Command(
    name = "top",
    description = {
      "Shows the Pods and Dataplanes of a namespace, with injection states from the control plane:"
          + " on a terminal a table that changes with the cluster until Ctrl-C, else a line for"
          + " each change.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  higuma top -n shop",
      "  Once, for a script:",
      "    higuma top -A --once",
    })
final class TopCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubectlOptions options = new KubectlOptions();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "All namespaces.")
  private boolean everywhere;

  @Option(names = "--once", description = "Show the table once, and exit.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Seconds from one look at the cluster to the next, at least 1. Default: 2.")
  private int interval = 2;

  @Option(
      names = "--rows",
      paramLabel = "NUMBER",
      defaultValue = "40",
      description =
          "Most rows of a table; Pods with a problem come first. Default: ${DEFAULT-VALUE}.")
  private int rows = 40;

  TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (interval < 1 || rows < 1) {
      terminal.say("error", "--interval and --rows: expected a whole number not below 1");
      return Exit.USAGE;
    }
    return KubectlAction.run(options, terminal, this::show);
  }

  private int show(ClusterAccess cluster) throws CommandFailure, InterruptedException {
    var status = new ClusterStatus(cluster, everywhere ? "" : cluster.namespace(), rows);
    if (once) {
      status.read().lines().forEach(terminal.out()::println);
      terminal.out().flush();
      return Exit.DONE;
    }
    var screen = Screen.on(terminal);
    while (!Thread.currentThread().isInterrupted()) {
      var seen = status.read();
      screen.show(seen.view());
      if (terminal.coloured()) {
        var time = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        screen.footer(List.of(seen.summary(), time + "  Ctrl-C ends"));
      }
      TimeUnit.SECONDS.sleep(interval);
    }
    return Exit.DONE;
  }
}
