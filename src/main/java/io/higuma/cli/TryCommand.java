package io.higuma.cli;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code higuma try}: runs the sandbox of the source checkout. */
@Command(
    name = "try",
    description = {
      "Shows the control plane at work: a Kubernetes API on this machine's loopback address,"
          + " examples/bookstore.yaml in it, and its injected Pods.",
      "",
      "Part of the source checkout: ./higuma try. Needs no cluster and no Docker; Ctrl-C stops it"
          + " and deletes its files.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the result is as expected",
      "1:the result is not as expected, or the API is not available",
      "2:the command line is not valid, or this is not the source checkout"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Watch it until Ctrl-C:",
      "    higuma try",
      "  Only the result, for scripts:",
      "    higuma try --once -o json",
    })
final class TryCommand implements Callable<Integer> {
  private final Terminal terminal;

  /** The output format of the result. */
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
      description = "Run the scenario, print the result and exit; fail if it is not as expected.")
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
    return sandbox.get().run(new Sandbox.Options(Optional.ofNullable(api), mode()), terminal);
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
