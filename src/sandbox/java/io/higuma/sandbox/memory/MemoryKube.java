package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.settings.MergePatch;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Handles requests for objects: calls admission, stores objects in fabric8's in-memory server, and
 * implements rules of Pods that the server does not have. Thread-safe.
 */
final class MemoryKube implements Admission.Registry {
  private static final String HOOKS = "admissionregistration.k8s.io";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final JsonNode NOTHING = MissingNode.getInstance();

  /** fabric8 deletes objects with a deletionTimestamp and without a finalizer on any write. */
  private static final String GRACE = "higuma.io/grace-period";

  private final ObjectLog log = new ObjectLog();
  private final ObjectCrud crud = new ObjectCrud(log::add);
  private final Admission admission = new Admission(this);
  private final Tokens tokens = new Tokens();

  /**
   * A request for objects.
   *
   * @param query the raw query of the URL
   * @param type the content type of the body
   */
  record Call(String method, ResourcePath path, String query, String type, String body) {
    private boolean dryRun() {
      return query.contains("dryRun=All");
    }
  }

  /** The recent changes. */
  ObjectLog log() {
    return log;
  }

  /** Handles a request. */
  Answer call(Call call) {
    try {
      return switch (call.method()) {
        case "GET" -> read(call);
        case "POST" -> call.path().subresource().isEmpty() ? create(call) : subresource(call);
        case "PUT", "PATCH" -> update(call);
        case "DELETE" -> delete(call);
        default -> Answer.refusal(405, call.method() + " is not supported");
      };
    } catch (Admission.Refused e) {
      return Answer.refusal(e.code(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return Answer.refusal(400, String.valueOf(e.getMessage()));
    }
  }

  private synchronized Answer read(Call call) {
    var query = call.query().isEmpty() ? "" : "?" + call.query();
    var answer = crud.call("GET", call.path().text() + query, "", "");
    if (call.path().name().isEmpty() && answer.body() instanceof ObjectNode list) {
      list.withObject("/metadata").put("resourceVersion", "" + log.newest());
    }
    return answer;
  }

  private Answer create(Call call) throws Admission.Refused {
    var sent = ObjectCrud.read(call.body());
    var name = sent.at("/metadata/name").asText("");
    var request =
        new Admission.Request("CREATE", call.path().named(name), sent, NOTHING, call.dryRun());
    var object = (ObjectNode) admission.admit(request);
    var metadata = object.withObject("/metadata");
    if (name.isEmpty()) {
      var random = UUID.randomUUID().toString().substring(0, 5);
      metadata.put("name", metadata.path("generateName").asText() + random);
    }
    if (!call.path().namespace().isEmpty()) {
      metadata.put("namespace", call.path().namespace());
    }
    if (call.path().plural().equals("namespaces")) {
      // Namespace selectors of webhooks use it.
      metadata
          .withObject("/labels")
          .put("kubernetes.io/metadata.name", metadata.path("name").asText());
    }
    if (call.dryRun()) {
      return new Answer(201, object);
    }
    synchronized (this) {
      return crud.call("POST", call.path().text(), call.type(), object.toString());
    }
  }

  /** Reviews tokens; allows all access. */
  Answer review(ResourcePath path, JsonNode review) {
    if (path.plural().equals("tokenreviews")) {
      return tokens.review(review);
    }
    var answer = (ObjectNode) review.deepCopy();
    answer.putObject("status").put("allowed", true);
    return new Answer(201, answer);
  }

  /** Supports POST of {@code pods/NAME/binding} and {@code serviceaccounts/NAME/token}. */
  private synchronized Answer subresource(Call call) {
    var found = crud.find(call.path());
    if (found.isEmpty()) {
      return Answer.refusal(404, call.path().text() + " not found");
    }
    return switch (call.path().resource()) {
      case "pods/binding" -> bind(call, found.get());
      case "serviceaccounts/token" -> tokens.issue(call.path(), ObjectCrud.read(call.body()));
      default -> Answer.refusal(404, call.path().text() + " not found");
    };
  }

  private Answer bind(Call call, ObjectNode pod) {
    var node = ObjectCrud.read(call.body()).at("/target/name").asText();
    pod.withObject("/spec").put("nodeName", node);
    crud.replace(call.path().named(call.path().name()), pod);
    return new Answer(201, JsonNodeFactory.instance.objectNode().put("kind", "Status"));
  }

  private Answer update(Call call) throws Admission.Refused {
    if (call.dryRun()) {
      return Answer.refusal(400, "the in-memory API supports no dry run of an update");
    }
    if (!call.method().equals("PUT") && !isKnownPatch(call.type())) {
      return Answer.refusal(415, "the in-memory API supports only merge patches and JSON patches");
    }
    var before = crud.find(call.path());
    if (before.isPresent() && call.path().subresource().isEmpty()) {
      var after = changed(call, before.get());
      admission.admit(new Admission.Request("UPDATE", call.path(), after, before.get(), false));
    }
    synchronized (this) {
      return crud.call(call.method(), call.path().text(), call.type(), call.body());
    }
  }

  /** The object after the update. */
  private static JsonNode changed(Call call, ObjectNode before) {
    var body = ObjectCrud.read(call.body());
    if (call.method().equals("PUT")) {
      return body;
    }
    return call.type().startsWith(MERGE_PATCH)
        ? MergePatch.apply(before, body)
        : JsonPatch.apply(body, before);
  }

  private static boolean isKnownPatch(String type) {
    return type.startsWith(MERGE_PATCH) || type.startsWith(JSON_PATCH);
  }

  private Answer delete(Call call) throws Admission.Refused {
    if (call.path().name().isEmpty()) {
      return Answer.refusal(405, "the in-memory API deletes objects one by one");
    }
    var options = call.body().isEmpty() ? NOTHING : ObjectCrud.read(call.body());
    var old = crud.find(call.path()).map(JsonNode.class::cast).orElse(NOTHING);
    if (old.isObject()) {
      admission.admit(new Admission.Request("DELETE", call.path(), NOTHING, old, call.dryRun()));
    }
    synchronized (this) {
      var found = crud.find(call.path());
      if (found.isEmpty()) {
        return Answer.refusal(404, call.path().text() + " not found");
      }
      var object = found.get();
      for (var wanted : options.path("preconditions").properties()) {
        if (!object.path("metadata").path(wanted.getKey()).equals(wanted.getValue())) {
          return Answer.refusal(409, "Precondition failed: " + wanted.getKey());
        }
      }
      if (call.dryRun()) {
        return Answer.ok(object);
      }
      return hasGrace(call, object, options) ? markDeleted(call, object) : remove(call, object);
    }
  }

  private static boolean hasGrace(Call call, ObjectNode object, JsonNode options) {
    return call.path().plural().equals("pods")
        && object.at("/spec/nodeName").isTextual()
        && !List.of("Succeeded", "Failed").contains(object.at("/status/phase").asText())
        && options.path("gracePeriodSeconds").asInt(30) > 0
        && !call.query().contains("gracePeriodSeconds=0");
  }

  private Answer markDeleted(Call call, ObjectNode pod) {
    var metadata = pod.withObject("/metadata");
    if (!metadata.has("deletionTimestamp")) {
      var end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(30);
      metadata.put("deletionTimestamp", end.toString()).put("deletionGracePeriodSeconds", 30);
      metadata.withArray("/finalizers").add(GRACE);
      crud.replace(call.path(), pod);
    }
    return Answer.ok(pod);
  }

  private Answer remove(Call call, ObjectNode object) {
    object.withObject("/metadata").remove("finalizers");
    crud.replace(call.path(), object);
    return crud.call("DELETE", call.path().text(), "", "");
  }

  @Override
  public List<JsonNode> configurations(String plural) {
    return list(HOOKS, plural);
  }

  /** The CustomResourceDefinitions. */
  List<JsonNode> definitions() {
    return list("apiextensions.k8s.io", "customresourcedefinitions");
  }

  @Override
  public Map<String, String> labels(String namespace) {
    var path = new ResourcePath("", "v1", "", "namespaces", namespace, "");
    return crud.find(path)
        .map(found -> PodTrimmer.map(found.at("/metadata/labels")))
        .orElse(Map.of());
  }

  private List<JsonNode> list(String group, String plural) {
    var path = new ResourcePath(group, "v1", "", plural, "", "").text();
    var items = crud.call("GET", path, "", "").body().path("items");
    return StreamSupport.stream(items.spliterator(), false).toList();
  }
}
