package io.higuma.cli;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code higuma try}. */
@Command(
    name = "try",
    description = {
      "Shows the control plane at work: a Kubernetes API on this machine's loopback address,"
          + " examples/bookstore.yaml in it, and what becomes of its Pods.",
      "",
      "Part of the source checkout: ./higuma try. Needs no cluster and no Docker; Ctrl-C leaves"
          + " nothing behind.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything became as it must",
      "1:something did not, or there is no such API",
      "2:the command line makes no sense, or this is not the source checkout"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Look at it until Ctrl-C:",
      "    higuma try",
      "  Only the end, for scripts:",
      "    higuma try --once -o json",
    })
final class TryCommand implements Callable<Integer> {
  private final Terminal terminal;

  /** The form of the end state. */
  enum Form {
    json
  }

  @Option(
      names = "--api",
      paramLabel = "KIND",
      description =
          "${COMPLETION-CANDIDATES}: kube-apiserver and etcd, or a server in this process. Default:"
              + " real where `make kube` has built it.")
  private Sandbox.@Nullable Api api;

  @Option(
      names = "--once",
      description = "Play the story, print the end state and end; fail where it is not right.")
  private boolean once;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "With --once: ${COMPLETION-CANDIDATES}, one document. Default: text.")
  private @Nullable Form output;

  @Option(names = "--cluster-only", hidden = true, description = "For make dev.")
  private boolean clusterOnly;

  TryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (output != null && !once) {
      terminal.say("error", "-o goes with --once");
      return Exit.USAGE;
    }
    var sandbox = ServiceLoader.load(Sandbox.class).findFirst();
    if (sandbox.isEmpty()) {
      terminal.say("error", "the sandbox is part of the source checkout: run ./higuma try there");
      return Exit.USAGE;
    }
    return sandbox.get().play(new Sandbox.Wishes(Optional.ofNullable(api), mode()), terminal);
  }

  private Sandbox.Mode mode() {
    if (clusterOnly) {
      return Sandbox.Mode.CLUSTER_ONLY;
    }
    if (!once) {
      return Sandbox.Mode.STAY;
    }
    return output == null ? Sandbox.Mode.ONCE : Sandbox.Mode.ONCE_AS_JSON;
  }
}
