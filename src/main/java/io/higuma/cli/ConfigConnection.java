package io.higuma.cli;

import io.higuma.api.LocalHosts;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the connection to a running control plane: URL, token, CA. */
final class ConfigConnection {
  private static final String URL = "http://localhost:5681";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where its API is; else HIGUMA_URL, else "
              + URL
              + ". From elsewhere: kubectl port-forward -n kuma-system svc/kuma-control-plane 5681")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A token that the Kubernetes API knows; else HIGUMA_TOKEN, else that of the"
              + " kubeconfig's user.")
  private @Nullable String token;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Where the user's token is taken from. Default: as kubectl.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM of the authority of an https URL. Default: those of the Java runtime.")
  private @Nullable String caFile;

  /** Why a command cannot continue; the messages are shown to the user. */
  static final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> messages;
    private final int exitCode;

    CommandFailure(String message) {
      this(List.of(message), Exit.REFUSED);
    }

    /** A failure with one message or more. */
    CommandFailure(List<String> messages) {
      this(messages, Exit.REFUSED);
    }

    private CommandFailure(List<String> messages, int exitCode) {
      super(String.join("; ", messages));
      this.messages = List.copyOf(messages);
      this.exitCode = exitCode;
    }

    /** The command line is not valid. */
    static CommandFailure usage(String message) {
      return new CommandFailure(List.of(message), Exit.USAGE);
    }

    /** Prints the messages. */
    void report(Terminal terminal) {
      messages.forEach(message -> terminal.say("error", message));
    }

    int exitCode() {
      return exitCode;
    }
  }

  /** Whether a control plane was chosen by option or environment. */
  boolean isChosen(Terminal terminal) {
    return url != null || terminal.variable("HIGUMA_URL").isPresent();
  }

  /** Creates the client. */
  ConfigHttp open(Terminal terminal) throws CommandFailure {
    Logs.hold();
    var uri = uri(terminal);
    try {
      return new ConfigHttp(
          uri,
          token(terminal, uri),
          Optional.ofNullable(caFile).map(terminal.directory()::resolve),
          terminal);
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandFailure(caFile + ": cannot be read as certificates: " + e.getMessage());
    }
  }

  private URI uri(Terminal terminal) throws CommandFailure {
    return uri(url == null ? terminal.variable("HIGUMA_URL").orElse(URL) : url);
  }

  /**
   * Reads the URL of an API.
   *
   * @throws CommandFailure if it is not an http or https URL
   */
  static URI uri(String text) throws CommandFailure {
    try {
      var uri = URI.create(text.replaceFirst("/+$", ""));
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw CommandFailure.usage("'" + text + "' is not an http or https URL");
  }

  private Optional<String> token(Terminal terminal, URI uri) throws CommandFailure {
    if (token != null) {
      return Optional.of(token);
    }
    var fromEnvironment = terminal.variable("HIGUMA_TOKEN");
    if (fromEnvironment.isPresent()) {
      return fromEnvironment;
    }
    return isSafe(uri)
        ? KubeconfigToken.of(Optional.ofNullable(kubeconfig).map(terminal.directory()::resolve))
        : Optional.empty();
  }

  /** An implicit token must not be sent unencrypted over a network. */
  static boolean isSafe(URI uri) {
    return uri.getScheme().equals("https") || LocalHosts.contains(uri.getHost());
  }
}
