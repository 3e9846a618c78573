package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.DocumentKinds;
import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The documents of a command, held to the schemas of their kinds. One that does not fit is no part
 * of the cluster and nothing is decided about it, as the API server would not take it.
 */
public final class CheckedDocuments {
  /** The documents themselves: two that say the same are two. */
  private final Set<Document> refused = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<JsonNode> objects = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Looks at one more document. */
  public void add(Document document) {
    document.json().ifPresent(json -> add(document, json));
  }

  private void add(Document document, JsonNode json) {
    var found = new ArrayList<Violation>();
    for (var object : DocumentKinds.objects(json)) {
      var prefix =
          document.place() + ", line " + document.line() + ": " + named(object.json()) + ": ";
      of(object.json())
          .forEach(
              violation ->
                  found.add(
                      new Violation(
                          prefix + violation.path(), violation.code(), violation.message())));
    }
    if (found.isEmpty()) {
      objects.add(json);
    } else {
      refused.add(document);
      violations.addAll(found);
    }
  }

  /** What is wrong with them; the paths name document, object and field. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** What the documents that fit say. */
  public List<JsonNode> objects() {
    return List.copyOf(objects);
  }

  /** Whether a document fits. */
  public boolean accepts(Document document) {
    return !refused.contains(document);
  }

  private static List<Violation> of(JsonNode object) {
    var kind = DocumentKinds.qualified(object);
    var found = new ArrayList<Violation>();
    for (var schema : Definitions.of(kind)) {
      found.addAll(schema.violations(object));
    }
    if (kind.equals("ContainerPatch.kuma.io")) {
      operations(object, found);
    }
    return found;
  }

  /** Faults of operations that no schema can tell, where the schema finds none. */
  private static void operations(JsonNode object, List<Violation> found) {
    var known = found.stream().map(Violation::path).toList();
    var patch = NamedPatch.of(object);
    for (var violation : ContainerPatches.check(patch)) {
      var path = violation.path().substring(patch.name().length() + 1);
      if (known.stream().noneMatch(place -> isWithin(path, place))) {
        found.add(new Violation(path, violation.code(), violation.message()));
      }
    }
  }

  private static boolean isWithin(String path, String place) {
    return path.equals(place) || path.startsWith(place + ".") || path.startsWith(place + "[");
  }

  private static String named(JsonNode object) {
    var metadata = object.path("metadata");
    var namespace = metadata.path("namespace").asText("");
    var name = metadata.path("name").asText(metadata.path("generateName").asText(""));
    return object.path("kind").asText("")
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + (name.isEmpty() ? "?" : name);
  }
}
