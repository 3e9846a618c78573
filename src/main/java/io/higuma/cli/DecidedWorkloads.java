package io.higuma.cli;

import io.higuma.cli.offline.DocumentSurroundings;
import io.higuma.cli.offline.OfflineInjection;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import io.higuma.inject.workload.ForeignWorkload;
import io.higuma.inject.workload.WorkloadOutcome;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The injection decisions for all Pods of a command's inputs. */
sealed interface DecidedWorkloads {
  /** The reason code of a {@link ForeignWorkload}. */
  String UNKNOWN_KIND = "unknown_kind";

  /**
   * The decisions.
   *
   * @param streams the results, one stream per input
   * @param ready the inputs and settings
   * @param complete whether all documents and all of their Pods could be read
   */
  record Done(List<Stream> streams, OfflineSession.Ready ready, boolean complete)
      implements DecidedWorkloads {
    /** All workloads with their decisions. */
    List<WorkloadOutcome> outcomes() {
      return streams.stream()
          .flatMap(stream -> stream.results().stream())
          .flatMap(result -> result.outcomes().stream())
          .toList();
    }

    /** All objects with Pod templates whose kind is not known; they have no decision. */
    List<ForeignWorkload> foreign() {
      return streams.stream()
          .flatMap(stream -> stream.results().stream())
          .flatMap(result -> result.foreign().stream())
          .toList();
    }

    /** The exit code; not zero if a Pod is refused or a document cannot be read. */
    int exitCode() {
      if (isRefused()) {
        return Exit.REFUSED;
      }
      return complete ? ready.exitCode() : Exit.USAGE;
    }

    /** Whether at least one Pod is refused. */
    boolean isRefused() {
      return outcomes().stream().anyMatch(o -> o.decision() instanceof Decision.Reject);
    }
  }

  /**
   * One input.
   *
   * @param input the input
   * @param results one per document
   */
  record Stream(InputOptions.Input input, List<OfflineInjection.Result> results) {
    /** The input with its Pods injected. */
    ChangedStream changed() {
      return new ChangedStream(
          input.source(),
          results.stream()
              .map(
                  result ->
                      ChangedStream.Changed.of(
                          result.document(),
                          result.isChanged() ? Optional.of(result.after()) : Optional.empty()))
              .toList());
    }
  }

  /** No decisions; the errors were printed. */
  record Failed(int exitCode) implements DecidedWorkloads {}

  /** Decides for all Pods. */
  static DecidedWorkloads of(
      InputOptions input, ClusterOptions cluster, InjectionOptions options, Terminal terminal) {
    return switch (OfflineSession.of(input, cluster, options.always(), terminal)) {
      case OfflineSession.Failed(int exitCode) -> new Failed(exitCode);
      case OfflineSession.Ready ready ->
          switch (OfflineSettings.injection(
              ready.settings(), options.kubernetesVersion(), terminal)) {
            case Parsed.Bad<InjectionContext>(Violation violation) -> {
              terminal.say("error", violation.toString());
              yield new Failed(Exit.USAGE);
            }
            case Parsed.Good<InjectionContext>(InjectionContext injection) ->
                decide(ready, injection, cluster.namespace(), terminal);
          };
    };
  }

  private static DecidedWorkloads decide(
      OfflineSession.Ready ready, InjectionContext injection, String namespace, Terminal terminal) {
    var injector = new OfflineInjection(injection, ready.surroundings(), namespace);
    var streams = new ArrayList<Stream>();
    boolean readable = true;
    for (var input : ready.inputs()) {
      var results =
          input.documents().stream()
              .map(
                  document ->
                      injector.inject(document, ready.checked().workloads(document, namespace)))
              .toList();
      for (var result : results) {
        for (var violation : result.violations()) {
          terminal.say("error", violation.toString());
          readable = false;
        }
      }
      streams.add(new Stream(input, results));
    }
    return new Done(streams, ready, readable);
  }

  /** Prints skipped and refused workloads, one per line, and all warnings. */
  static void report(Done done, Terminal terminal) {
    for (var outcome : done.outcomes()) {
      var workload = outcome.workload();
      for (var warning : outcome.decision().warnings()) {
        terminal.say("warning", workload + ": " + warning);
      }
      switch (outcome.decision()) {
        case Decision.Inject _ -> {}
        case Decision.Skip skip ->
            terminal.say(
                "skipped",
                workload
                    + ": "
                    + skip.reason().code()
                    + ": "
                    + skip.message()
                    + hint(skip, workload.namespace(), done.ready().surroundings()));
        case Decision.Reject reject ->
            terminal.say(
                "refused",
                workload
                    + ": "
                    + reject.reason().code()
                    + ": "
                    + reject.message()
                    + hint(reject, done.ready()));
      }
    }
    for (var foreign : done.foreign()) {
      terminal.say("skipped", foreign + ": " + UNKNOWN_KIND + ": " + foreign.sentence());
    }
  }

  private static String hint(Decision.Reject reject, OfflineSession.Ready ready) {
    return reject.reason() == RejectReason.PATCH_NOT_FOUND
            && !ready.checked().violations().isEmpty()
        ? " (objects with an error do not count)"
        : "";
  }

  private static String hint(
      Decision.Skip skip, String namespace, DocumentSurroundings surroundings) {
    return skip.reason() == SkipReason.NOT_LABELLED && !surroundings.shows(namespace)
        ? " (the input does not show Namespace " + namespace + ": see --context and --always)"
        : "";
  }
}
