package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers TokenRequests and TokenReviews. Tokens of service accounts are random texts that are
 * valid until the server stops. Thread-safe.
 */
final class Tokens {
  /** The token of the administrator in the kubeconfig. */
  static final String ADMIN = "admin";

  private static final String ACCOUNTS = "system:serviceaccounts";
  private static final int SECONDS = 3600;

  private final Map<String, ObjectNode> users = new ConcurrentHashMap<>();

  Tokens() {
    users.put(ADMIN, user("admin", List.of("system:masters")));
  }

  /**
   * Issues a token.
   *
   * @param account of a ServiceAccount's subresource {@code token}
   * @param request the TokenRequest
   */
  Answer issue(ResourcePath account, JsonNode request) {
    var user =
        user(
            "system:serviceaccount:" + account.namespace() + ":" + account.name(),
            List.of(ACCOUNTS, ACCOUNTS + ":" + account.namespace(), "system:authenticated"));
    var bound = request.at("/spec/boundObjectRef");
    if (bound.path("kind").asText().equals("Pod")) {
      var extra = user.putObject("extra");
      extra.putArray("authentication.kubernetes.io/pod-name").add(bound.path("name").asText());
      extra.putArray("authentication.kubernetes.io/pod-uid").add(bound.path("uid").asText());
    }
    var token = UUID.randomUUID().toString();
    users.put(token, user);
    var answer = (ObjectNode) request.deepCopy();
    int seconds = request.at("/spec/expirationSeconds").asInt(SECONDS);
    var end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
    answer.putObject("status").put("token", token).put("expirationTimestamp", end.toString());
    return new Answer(201, answer);
  }

  /** Reviews a token. */
  Answer review(JsonNode review) {
    var user = users.get(review.at("/spec/token").asText());
    var answer = (ObjectNode) review.deepCopy();
    var status = answer.putObject("status").put("authenticated", user != null);
    if (user != null) {
      status.set("user", user);
    }
    return new Answer(201, answer);
  }

  private static ObjectNode user(String name, List<String> groups) {
    var user = JsonNodeFactory.instance.objectNode().put("username", name);
    groups.forEach(user.putArray("groups")::add);
    return user;
  }
}
