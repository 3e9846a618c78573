package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.DocumentKinds;
import io.higuma.inject.workload.DocumentKinds.Placed;
import io.higuma.inject.workload.Workload;
import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Validates the objects of documents against the schemas of their kinds. An invalid one is not part
 * of the cluster and not injected, as the API server would reject it. The others of its list count.
 */
public final class CheckedDocuments {
  /**
   * JSON pointers of the invalid objects. Documents are compared by identity: they may have equal
   * content.
   */
  private final IdentityHashMap<Document, Set<String>> rejected = new IdentityHashMap<>();

  private final List<JsonNode> objects = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Validates a document. */
  public void add(Document document) {
    document.json().ifPresent(json -> add(document, json));
  }

  private void add(Document document, JsonNode json) {
    for (var object : DocumentKinds.objects(json)) {
      var found = of(object.json());
      if (found.isEmpty()) {
        objects.add(object.json());
      } else {
        rejected.computeIfAbsent(document, _ -> new HashSet<>()).add(object.pointer());
      }
      var prefix =
          document.place() + ", line " + document.line() + ": " + objectName(object.json()) + ": ";
      for (var violation : found) {
        violations.add(
            new Violation(prefix + violation.path(), violation.code(), violation.message()));
      }
    }
  }

  /** All violations; their paths name document, object and field. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** The valid objects of all documents. */
  public List<JsonNode> objects() {
    return List.copyOf(objects);
  }

  /** The valid objects of a document. */
  public List<JsonNode> objects(Document document) {
    return document.json().stream()
        .flatMap(json -> DocumentKinds.objects(json).stream())
        .filter(object -> accepts(document, object.pointer()))
        .map(Placed::json)
        .toList();
  }

  /**
   * The valid workloads of a document.
   *
   * @param namespace the default namespace
   */
  public List<Workload> workloads(Document document, String namespace) {
    return document.json().stream()
        .flatMap(json -> Workload.in(json, namespace).stream())
        .filter(workload -> accepts(document, workload.pointer()))
        .toList();
  }

  private boolean accepts(Document document, String pointer) {
    return !rejected.getOrDefault(document, Set.of()).contains(pointer);
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
