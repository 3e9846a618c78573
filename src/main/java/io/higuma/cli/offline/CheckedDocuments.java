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
 * Validates the documents of a command against the schemas of their kinds. An invalid one is not
 * part of the cluster and not injected, as the API server would reject it.
 */
public final class CheckedDocuments {
  /** Compared by identity: documents may have equal content. */
  private final Set<Document> rejected = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<JsonNode> objects = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Validates a document. */
  public void add(Document document) {
    document.json().ifPresent(json -> add(document, json));
  }

  private void add(Document document, JsonNode json) {
    var found = new ArrayList<Violation>();
    for (var object : DocumentKinds.objects(json)) {
      var prefix =
          document.place() + ", line " + document.line() + ": " + objectName(object.json()) + ": ";
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
      rejected.add(document);
      violations.addAll(found);
    }
  }

  /** All violations; their paths name document, object and field. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** The data of the valid documents. */
  public List<JsonNode> objects() {
    return List.copyOf(objects);
  }

  /** Whether a document is valid. */
  public boolean accepts(Document document) {
    return !rejected.contains(document);
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

  /** Adds errors of patch operations that the schema cannot find. */
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

  private static String objectName(JsonNode object) {
    var metadata = object.path("metadata");
    var namespace = metadata.path("namespace").asText("");
    var name = metadata.path("name").asText(metadata.path("generateName").asText(""));
    return object.path("kind").asText("")
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + (name.isEmpty() ? "?" : name);
  }
}
