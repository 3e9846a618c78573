package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.cluster.LabelSelector;
import io.higuma.dataplane.PodTrimmer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Calls the registered admission webhooks as an API server does: first the mutating, then the
 * validating ones. CEL match conditions are not evaluated, so webhooks are also called for objects
 * that the conditions exclude.
 */
final class Admission {
  private static final String MUTATING = "mutatingwebhookconfigurations";
  private static final String VALIDATING = "validatingwebhookconfigurations";

  private final Registry registry;
  private final WebhookCaller caller = new WebhookCaller();

  /** Reads webhook configurations and namespaces. */
  interface Registry {
    /** All webhook configurations of that plural. */
    List<JsonNode> configurations(String plural);

    /** The labels of a namespace. */
    Map<String, String> labels(String namespace);
  }

  /**
   * An admission request.
   *
   * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
   * @param object the new object; missing for DELETE
   * @param old the current object; missing for CREATE
   */
  record Request(
      String operation, ResourcePath path, JsonNode object, JsonNode old, boolean dryRun) {
    private Request with(JsonNode changed) {
      return new Request(operation, path, changed, old, dryRun);
    }

    private JsonNode subject() {
      return object.isObject() ? object : old;
    }
  }

  /** A webhook denied the request; the message is that of an API server. */
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

  /** Returns the object after all mutating webhooks. */
  JsonNode admit(Request request) throws Refused {
    var object = request.object();
    for (var hook : hooks(MUTATING, request).toList()) {
      var patch = call(hook, request.with(object)).path("patch").asText("");
      if (!patch.isEmpty()) {
        var decoded = new String(Base64.getDecoder().decode(patch), StandardCharsets.UTF_8);
        object = JsonPatch.apply(ObjectCrud.read(decoded), object);
      }
    }
    var changed = request.with(object);
    for (var hook : hooks(VALIDATING, changed).toList()) {
      call(hook, changed);
    }
    return object;
  }

  private Stream<JsonNode> hooks(String plural, Request request) {
    return registry.configurations(plural).stream()
        .flatMap(configuration -> items(configuration.path("webhooks")))
        .filter(hook -> items(hook.path("rules")).anyMatch(rule -> matches(rule, request)))
        .filter(hook -> selects(hook, request));
  }

  private boolean selects(JsonNode hook, Request request) {
    var labels = PodTrimmer.map(request.subject().path("metadata").path("labels"));
    var namespace = request.path().namespace();
    return LabelSelector.matches(hook.path("objectSelector"), labels)
        && (namespace.isEmpty()
            || LabelSelector.matches(hook.path("namespaceSelector"), registry.labels(namespace)));
  }

  private static boolean matches(JsonNode rule, Request request) {
    return names(rule.path("apiGroups"), request.path().group())
        && names(rule.path("resources"), request.path().resource())
        && names(rule.path("operations"), request.operation());
  }

  private static boolean names(JsonNode list, String value) {
    return items(list).map(JsonNode::asText).anyMatch(one -> one.equals("*") || one.equals(value));
  }

  private static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private JsonNode call(JsonNode hook, Request request) throws Refused {
    var name = hook.path("name").asText();
    JsonNode response;
    try {
      response = caller.call(hook.path("clientConfig"), review(request)).path("response");
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

  private static ObjectNode review(Request request) {
    var path = request.path();
    var review =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    var json =
        review
            .putObject("request")
            .put("uid", UUID.randomUUID().toString())
            .put("operation", request.operation())
            .put("name", path.name())
            .put("namespace", path.namespace())
            .put("dryRun", request.dryRun());
    json.putObject("kind")
        .put("group", path.group())
        .put("version", path.version())
        .put("kind", request.subject().path("kind").asText());
    json.putObject("resource")
        .put("group", path.group())
        .put("version", path.version())
        .put("resource", path.plural());
    json.putObject("userInfo").put("username", "admin").putArray("groups").add("system:masters");
    json.set("object", orNull(request.object()));
    json.set("oldObject", orNull(request.old()));
    return review;
  }

  private static JsonNode orNull(JsonNode node) {
    return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
  }
}
