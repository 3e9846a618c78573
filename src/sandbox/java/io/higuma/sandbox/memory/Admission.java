package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.cluster.cache.LabelSelector;
import io.higuma.dataplane.PodTrimmer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sends objects through the webhooks that are registered, as an API server does: first those that
 * change, then those that check. Conditions in CEL are not evaluated, so webhooks are asked about
 * some objects that they let through.
 */
final class Admission {
  private static final String MUTATING = "mutatingwebhookconfigurations";
  private static final String VALIDATING = "validatingwebhookconfigurations";

  private final Registry registry;
  private final WebhookCaller caller = new WebhookCaller();

  /** Where registrations and namespaces are looked up. */
  interface Registry {
    /** All webhook configurations of that plural. */
    List<JsonNode> configurations(String plural);

    /** The labels of a namespace. */
    Map<String, String> labels(String namespace);
  }

  /**
   * A wish to change something.
   *
   * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
   * @param object as it would be; missing where it is deleted
   * @param old as it is; missing where it is created
   */
  record Wish(String operation, ResourcePath path, JsonNode object, JsonNode old, boolean dryRun) {
    private Wish with(JsonNode changed) {
      return new Wish(operation, path, changed, old, dryRun);
    }

    private JsonNode subject() {
      return object.isObject() ? object : old;
    }
  }

  /** A webhook does not allow it; the message is the API server's. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    Refused(int code, String message) {
      super(message);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  Admission(Registry registry) {
    this.registry = registry;
  }

  /** What the webhooks make of the object. */
  JsonNode admit(Wish wish) throws Refused {
    var object = wish.object();
    for (var hook : hooks(MUTATING, wish).toList()) {
      var patch = ask(hook, wish.with(object)).path("patch").asText("");
      if (!patch.isEmpty()) {
        var decoded = new String(Base64.getDecoder().decode(patch), StandardCharsets.UTF_8);
        object = JsonPatch.apply(ObjectCrud.read(decoded), object);
      }
    }
    var changed = wish.with(object);
    for (var hook : hooks(VALIDATING, changed).toList()) {
      ask(hook, changed);
    }
    return object;
  }

  private Stream<JsonNode> hooks(String plural, Wish wish) {
    return registry.configurations(plural).stream()
        .flatMap(configuration -> items(configuration.path("webhooks")))
        .filter(hook -> items(hook.path("rules")).anyMatch(rule -> isMeant(rule, wish)))
        .filter(hook -> selects(hook, wish));
  }

  private boolean selects(JsonNode hook, Wish wish) {
    var labels = PodTrimmer.map(wish.subject().path("metadata").path("labels"));
    var namespace = wish.path().namespace();
    return LabelSelector.matches(hook.path("objectSelector"), labels)
        && (namespace.isEmpty()
            || LabelSelector.matches(hook.path("namespaceSelector"), registry.labels(namespace)));
  }

  private static boolean isMeant(JsonNode rule, Wish wish) {
    return names(rule.path("apiGroups"), wish.path().group())
        && names(rule.path("resources"), wish.path().resource())
        && names(rule.path("operations"), wish.operation());
  }

  private static boolean names(JsonNode list, String value) {
    return items(list).map(JsonNode::asText).anyMatch(one -> one.equals("*") || one.equals(value));
  }

  private static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private JsonNode ask(JsonNode hook, Wish wish) throws Refused {
    var name = hook.path("name").asText();
    JsonNode response;
    try {
      response = caller.call(hook.path("clientConfig"), review(wish)).path("response");
    } catch (WebhookCaller.Unreachable e) {
      if (hook.path("failurePolicy").asText("Fail").equals("Ignore")) {
        return JsonNodeFactory.instance.objectNode();
      }
      throw new Refused(500, "failed calling webhook \"%s\": %s".formatted(name, e.getMessage()));
    }
    if (!response.path("allowed").asBoolean()) {
      var status = response.path("status");
      throw new Refused(
          status.path("code").asInt(403),
          "admission webhook \"%s\" denied the request: %s"
              .formatted(name, status.path("message").asText("denied")));
    }
    return response;
  }

  private static ObjectNode review(Wish wish) {
    var path = wish.path();
    var review =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    var request =
        review
            .putObject("request")
            .put("uid", UUID.randomUUID().toString())
            .put("operation", wish.operation())
            .put("name", path.name())
            .put("namespace", path.namespace())
            .put("dryRun", wish.dryRun());
    request
        .putObject("kind")
        .put("group", path.group())
        .put("version", path.version())
        .put("kind", wish.subject().path("kind").asText());
    request
        .putObject("resource")
        .put("group", path.group())
        .put("version", path.version())
        .put("resource", path.plural());
    request.putObject("userInfo").put("username", "admin").putArray("groups").add("system:masters");
    request.set("object", orNull(wish.object()));
    request.set("oldObject", orNull(wish.old()));
    return review;
  }

  private static JsonNode orNull(JsonNode node) {
    return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
  }
}
