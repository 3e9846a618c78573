package io.higuma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.HttpStatus;
import io.higuma.cluster.client.RateLimit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP client of the config API of a running control plane. */
final class ConfigHttp {
  /** Path of the live settings. */
  static final String LIVE = "/config/runtime/kubernetes/injector";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(250);

  private final HttpClient client;
  private final URI base;
  private final Optional<String> token;
  private final Terminal terminal;

  /**
   * A response.
   *
   * @param status the HTTP status
   * @param tag the entity tag; empty if there is none
   * @param body the JSON; a missing node if the body is not JSON
   */
  record Answer(int status, String tag, JsonNode body) {
    boolean isSuccess() {
      return HttpStatus.isSuccess(status);
    }

    /**
     * The body of a success.
     *
     * @throws CommandFailure of any other response, with all its problems; an object that does not
     *     exist is an error of the command line
     */
    JsonNode bodyOrFailure() throws CommandFailure {
      if (isSuccess()) {
        return body;
      }
      var problems = problems();
      var message = String.join("; ", problems);
      throw switch (status) {
        case 401 ->
            new CommandFailure(
                message + "; --token \"$(kubectl create token NAME)\" gives a service account's");
        case 404 -> CommandFailure.usage(message);
        default -> new CommandFailure(problems);
      };
    }

    /** Each problem of a response that is no success, with its key; at least one message. */
    List<String> problems() {
      List<String> problems = new ArrayList<>();
      for (var one : body.path("problems")) {
        var path = one.path("path").asText();
        problems.add((path.isEmpty() ? "" : path + ": ") + one.path("message").asText());
      }
      return problems.isEmpty()
          ? List.of(body.path("detail").asText("status " + status))
          : List.copyOf(problems);
    }
  }

  /**
   * Connects on the first request.
   *
   * @param base URL of the API
   * @param token the bearer token
   * @param authorities PEM file of the trusted CAs
   * @param terminal shows for how long an answer is waited for
   */
  ConfigHttp(URI base, Optional<String> token, Optional<Path> authorities, Terminal terminal)
      throws IOException, GeneralSecurityException {
    this.base = base;
    this.token = token;
    this.terminal = terminal;
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(base.toString())
            .withConnectionTimeout((int) TIMEOUT.toMillis());
    if (authorities.isPresent()) {
      config.withCaCertFile(readable(authorities.get()));
    }
    this.client = ClusterClients.of(config.build(), RateLimit.NONE).getHttpClient();
  }

  private static String readable(Path certificates) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(certificates)) {
      CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    return certificates.toString();
  }

  Answer get(String path) throws CommandFailure {
    return send(request(path));
  }

  /** Sends a JSON merge patch with {@code If-Match}. */
  Answer patch(String path, String tag, JsonNode patch) throws CommandFailure {
    return change("PATCH", path, tag, patch.toString());
  }

  /** Posts a query that changes nothing. */
  Answer query(String path, JsonNode query) throws CommandFailure {
    return send(request(path).method("POST", ApiCalls.JSON, query.toString()));
  }

  /** Posts a change without a body with {@code If-Match}. */
  Answer post(String path, String tag) throws CommandFailure {
    return change("POST", path, tag, "");
  }

  private Answer change(String method, String path, String tag, String body) throws CommandFailure {
    return send(
        request(path).header("If-Match", tag).method(method, "application/merge-patch+json", body));
  }

  private HttpRequest.Builder request(String path) {
    var builder =
        client
            .newHttpRequestBuilder()
            .uri(base + path)
            .header("Accept", "application/json, application/problem+json")
            .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    token.ifPresent(text -> builder.header("Authorization", "Bearer " + text));
    return builder;
  }

  private Answer send(HttpRequest.Builder request) throws CommandFailure {
    try {
      var answer = awaited(client.sendAsync(request.build(), String.class));
      return new Answer(
          answer.code(),
          Objects.requireNonNullElse(answer.header("ETag"), ""),
          json(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    } catch (IOException e) {
      throw new CommandFailure("there is no answer from " + base + ": " + reason(e));
    }
  }

  /** The messages from the failed operation to its first cause. */
  private static String reason(Throwable failure) {
    String text = "";
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var message =
          Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
      if (!text.contains(message)) {
        text += (text.isEmpty() ? "" : ": ") + message;
      }
    }
    return text;
  }

  private HttpResponse<String> awaited(CompletableFuture<HttpResponse<String>> response)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (var progress = new Progress(terminal, System::nanoTime)) {
      while (true) {
        try {
          return response.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          // The timeout of the request ends this loop.
          long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
          progress.show("waiting for the control plane: " + seconds + " s");
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
