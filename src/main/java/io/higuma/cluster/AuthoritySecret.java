package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.tls.AuthorityStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The Secret in the system namespace in which all replicas keep one certificate authority. */
public final class AuthoritySecret implements AuthorityStore {
  /** The name of the Secret. */
  public static final String NAME = "higuma-ca";

  /** An annotation of any value: a new authority is wanted now. It is taken off when it signs. */
  public static final String RENEW = "higuma.io/renew-ca";

  private static final Sieve FIELDS = Sieve.of("metadata(resourceVersion,annotations),data");

  private final ApiCalls api;
  private final String namespace;
  private final ApiPath all;

  /**
   * The Secret, which need not exist.
   *
   * @param api stays the caller's
   * @param namespace the system namespace
   */
  public AuthoritySecret(ApiCalls api, String namespace) {
    this.api = api;
    this.namespace = namespace;
    this.all = ApiPath.core().namespace(namespace).resource("secrets");
  }

  @Override
  public Kept read() throws IOException, InterruptedException {
    ApiAnswer answer = api.get(all.name(NAME));
    if (answer.status() == ApiAnswer.NOT_FOUND) {
      return new Kept("", Map.of(), false);
    }
    JsonNode secret = good(answer).object(FIELDS);
    JsonNode metadata = secret.path("metadata");
    Map<String, String> entries = new HashMap<>();
    secret
        .path("data")
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), text(entry.getValue())));
    return new Kept(
        metadata.path("resourceVersion").asText(""),
        entries,
        metadata.path("annotations").has(RENEW));
  }

  @Override
  public Optional<String> write(Kept before, Change change)
      throws IOException, InterruptedException {
    byte[] body = body(before, change).toString().getBytes(StandardCharsets.UTF_8);
    ApiAnswer answer =
        before.isThere()
            ? api.patch(all.name(NAME).asManager(), body)
            : api.post(all.asManager(), body);
    boolean overtaken =
        answer.status() == ApiAnswer.CONFLICT
            || (before.isThere() && answer.status() == ApiAnswer.NOT_FOUND);
    return overtaken ? Optional.empty() : Optional.of(good(answer).resourceVersion());
  }

  /** A whole Secret, or what is merged into one: only if it is still the one that was read. */
  private ObjectNode body(Kept before, Change change) {
    ObjectNode secret = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = secret.putObject("metadata");
    if (before.isThere()) {
      metadata.put("resourceVersion", before.version());
      if (change.renewalDone()) {
        metadata.putObject("annotations").putNull(RENEW);
      }
    } else {
      secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
      metadata.put("name", NAME).put("namespace", namespace);
      metadata
          .putObject("labels")
          .put("app.kubernetes.io/name", "higuma")
          .put("app.kubernetes.io/managed-by", "higuma");
    }
    ObjectNode data = secret.putObject("data");
    change
        .entries()
        .forEach(
            (name, text) -> {
              if (!text.isEmpty()) {
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                data.put(name, Base64.getEncoder().encodeToString(bytes));
              } else if (before.isThere()) {
                data.putNull(name);
              }
            });
    return secret;
  }

  private static String text(JsonNode base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.asText("")), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private ApiAnswer good(ApiAnswer answer) throws IOException {
    if (!answer.good()) {
      throw new IOException("Secret " + namespace + "/" + NAME + ": " + answer.says());
    }
    return answer;
  }
}
