package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.util.Optional;
import java.util.Set;

/**
 * Parses {@code kuma.io/reachable-backends}. An empty list differs from an absent one: no backend
 * is reachable.
 */
final class ReachableBackends {
  private static final Set<String> KINDS =
      Set.of("MeshService", "MeshExternalService", "MeshMultiZoneService");
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private final ConversionState state;
  private boolean failed;

  ReachableBackends(ConversionState state) {
    this.state = state;
  }

  /** Parses the backends; empty if they are invalid. */
  Optional<ObjectNode> read(String yaml) {
    JsonNode document = parse(yaml);
    JsonNode refs = KubernetesYaml.field(document, "refs");
    if (!(document.isObject() || absent(document)) || !(refs.isArray() || absent(refs))) {
      fail("is not valid: expected YAML of the form refs: [{kind, name, namespace, port, labels}]");
    }
    ObjectNode backends = JsonNodeFactory.instance.objectNode();
    if (!failed && !refs.isEmpty()) {
      ArrayNode list = backends.putArray("refs");
      for (int i = 0; i < refs.size(); i++) {
        list.add(ref(refs.get(i), "refs[" + i + "]"));
      }
    }
    return failed ? Optional.empty() : Optional.of(backends);
  }

  private JsonNode parse(String yaml) {
    return switch (KubernetesYaml.read(yaml)) {
      case Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document) ->
          document.root();
      case Parsed.Bad<KubernetesYaml.Document>(Violation violation) -> {
        fail(
            "is not valid: expected YAML of the form refs: [{kind, name, namespace, port, labels}]; "
                + violation.message());
        yield MissingNode.getInstance();
      }
    };
  }

  private ObjectNode ref(JsonNode from, String path) {
    ObjectNode ref = JsonNodeFactory.instance.objectNode();
    if (!from.isObject()) {
      fail(path + " is not valid: expected an object");
      return ref;
    }
    text(from, ref, "kind", path);
    text(from, ref, "name", path);
    text(from, ref, "namespace", path);
    port(KubernetesYaml.field(from, "port"), ref, path);
    labels(KubernetesYaml.field(from, "labels"), ref, path);
    check(ref, path);
    return ref;
  }

  private void text(JsonNode from, ObjectNode ref, String field, String path) {
    JsonNode value = KubernetesYaml.field(from, field);
    String text = KubernetesYaml.text(value).orElse("");
    if (value.isContainerNode()) {
      fail(path + "." + field + " is not valid: expected a string");
    } else if (!text.isEmpty()) {
      ref.put(field, text);
    }
  }

  private void port(JsonNode value, ObjectNode ref, String path) {
    if (absent(value)) {
      return;
    }
    if (value.canConvertToExactIntegral() && value.asLong() >= 0 && value.asLong() <= MAX_UINT32) {
      ref.put("port", value.asLong());
    } else {
      fail(path + ".port is not valid: expected a number from 0 to " + MAX_UINT32);
    }
  }

  private void labels(JsonNode labels, ObjectNode ref, String path) {
    if (absent(labels) || (labels.isObject() && labels.isEmpty())) {
      return;
    }
    if (!labels.isObject()) {
      fail(path + ".labels is not valid: expected an object of strings");
      return;
    }
    ObjectNode copy = ref.putObject("labels");
    labels.fieldNames().forEachRemaining(key -> label(labels.path(key), copy, key, path));
  }

  private void label(JsonNode value, ObjectNode labels, String key, String path) {
    if (value.isContainerNode()) {
      fail(path + ".labels." + key + " is not valid: expected a string");
    } else {
      labels.put(key, KubernetesYaml.text(value).orElse(""));
    }
  }

  private void check(ObjectNode ref, String path) {
    boolean labels = ref.has("labels");
    if (!KINDS.contains(ref.path("kind").asText())) {
      fail(
          path
              + ".kind is not valid: expected MeshService, MeshExternalService or"
              + " MeshMultiZoneService");
    }
    if (!labels && !ref.has("name")) {
      fail(path + " is not valid: expected a name or labels");
    }
    if (labels && (ref.has("name") || ref.has("namespace"))) {
      fail(path + " is not valid: expected a name or labels, not both");
    }
    if (ref.has("name")
        && KubernetesName.DNS_SUBDOMAIN.read(path + ".name", ref.path("name").asText())
            instanceof Parsed.Bad<String>(Violation violation)) {
      fail(violation.toString());
    }
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private void fail(String message) {
    failed = true;
    state.fail(
        ConversionProblem.Code.BAD_ANNOTATION,
        DataplaneAnnotations.REACHABLE_BACKENDS.name(),
        message);
  }
}
