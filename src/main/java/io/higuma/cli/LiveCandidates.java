package io.higuma.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Words of a cluster that the shell completes. The generated script gets a placeholder, which
 * {@link #inScript} replaces with a call of {@code higuma __complete}. In a command, options with
 * different candidates need different labels, after which picocli names its variables.
 */
abstract class LiveCandidates implements Iterable<String> {
  private static final String MARK = "@higuma:";
  private static final Pattern LOCAL =
      Pattern.compile("(?m)^ *local (\\w+)=\\(\"" + MARK + "(\\w+)\"\\).*\\n");

  /** The command is the one that is being completed; its arguments have context and namespace. */
  private static final String FUNCTION =
      """
      # Names that exist in the cluster now; none if it does not answer within 3 seconds.
      function _higuma_live() {
        "${COMP_WORDS[0]}" __complete "$1" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2> /dev/null
      }

      """;

  private final Kind kind;

  /** What is completed. */
  enum Kind {
    namespaces,
    contexts,
    pods,
    workloads
  }

  /** Namespaces of the cluster. */
  static final class Namespaces extends LiveCandidates {
    Namespaces() {
      super(Kind.namespaces);
    }
  }

  /** Contexts of the kubeconfig. */
  static final class Contexts extends LiveCandidates {
    Contexts() {
      super(Kind.contexts);
    }
  }

  /** Pods of the namespace. */
  static final class Pods extends LiveCandidates {
    Pods() {
      super(Kind.pods);
    }
  }

  /** Workloads and Pods of the namespace, as {@code deploy/web}. */
  static final class Workloads extends LiveCandidates {
    Workloads() {
      super(Kind.workloads);
    }
  }

  private LiveCandidates(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Iterator<String> iterator() {
    return List.of(MARK + kind.name().toLowerCase(Locale.ROOT)).iterator();
  }

  /** What a placeholder stands for; empty if the candidate is none. */
  static Optional<Kind> kindOf(String candidate) {
    return candidate.startsWith(MARK)
        ? Optional.of(Kind.valueOf(candidate.substring(MARK.length())))
        : Optional.empty();
  }

  /** Replaces the placeholders in a script for bash. */
  static String inScript(String script) {
    var changed = new StringBuilder();
    // A variable is local to a function, and functions may use the same name for other words.
    for (var function : script.split("(?=(?m)^function )", -1)) {
      var text = function;
      for (var local : LOCAL.matcher(function).results().toList()) {
        text =
            text.replace(local.group(), "")
                .replace(
                    "\"${" + local.group(1) + "[@]}\"", "$(_higuma_live " + local.group(2) + ")");
      }
      changed.append(text);
    }
    int first = changed.indexOf("\nfunction ") + 1;
    return changed.insert(first, FUNCTION).toString();
  }
}
