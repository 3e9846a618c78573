package io.higuma.sandbox.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.higuma.settings.MergePatch;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's in-memory server without its port: objects by path, versions and conflicts. Calls back
 * for each change, and handles {@code null} in merge patches correctly. fabric8 is not thread-safe,
 * so calls are serialised.
 */
final class ObjectCrud extends KubernetesCrudDispatcher {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<Change> listener;

  ObjectCrud(Consumer<Change> listener) {
    this.listener = listener;
  }

  /** Dispatches a request. */
  synchronized Answer call(String method, String path, String type, String body) {
    var headers = Headers.builder().add("Content-Type", type).build();
    var sent = new Buffer().writeUtf8(body);
    var response =
        dispatch(new RecordedRequest("HTTP/1.1", HttpMethod.valueOf(method), path, headers, sent));
    return answer(response, path);
  }

  private static Answer answer(MockResponse response, String path) {
    var text = response.getBody() == null ? "" : response.getBody().readUtf8();
    int status = response.code();
    if (status == 404 || (text.isEmpty() && status >= 400)) {
      return Answer.refusal(status, path + " not found");
    }
    var body = text.isEmpty() ? JSON.createObjectNode() : withoutNulls(read(text));
    return new Answer(status == 202 ? 200 : status, body);
  }

  /** The object at a path. */
  synchronized Optional<ObjectNode> find(ResourcePath path) {
    var found = findResource(getKey(path.named(path.name()).text()));
    return found == null ? Optional.empty() : Optional.of((ObjectNode) read(found.getValue()));
  }

  /** Replaces an object without the checks of an update. */
  synchronized void replace(ResourcePath path, ObjectNode object) {
    var key = getKey(path.text());
    var found = findResource(key);
    if (found != null) {
      object.withObject("/metadata").put("resourceVersion", "" + requestResourceVersion());
      processEvent(path.text(), key, found.getKey(), null, object.toString());
    }
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      @Nullable AttributeSet oldAttributes,
      @Nullable GenericKubernetesResource resource,
      @Nullable String newState) {
    var before = oldAttributes == null ? null : map.get(oldAttributes);
    var after = newState == null ? null : withoutNulls(read(newState)).toString();
    super.processEvent(path, pathAttributes, oldAttributes, resource, after);
    if (after != null && !after.equals(before)) {
      notifyListener(before == null ? "ADDED" : "MODIFIED", path, (ObjectNode) read(after));
    } else if (after == null && before != null) {
      var deleted = (ObjectNode) read(before);
      deleted.withObject("/metadata").put("resourceVersion", "" + requestResourceVersion());
      notifyListener("DELETED", path, deleted);
    }
  }

  private void notifyListener(String type, String path, ObjectNode object) {
    long version = object.path("metadata").path("resourceVersion").asLong();
    ResourcePath.of(path).ifPresent(of -> listener.accept(new Change(version, type, of, object)));
  }

  @Override
  public JsonNode merge(JsonNode base, String patch) {
    return MergePatch.apply(base, read(patch));
  }

  static JsonNode read(String json) {
    try {
      var read = JSON.readTree(json);
      return read == null ? MissingNode.getInstance() : read;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** fabric8 keeps nulls that an API server removes. */
  private static JsonNode withoutNulls(JsonNode node) {
    for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
      var child = each.next();
      if (child.isNull() && node.isObject()) {
        each.remove();
      } else {
        withoutNulls(child);
      }
    }
    return node;
  }
}
