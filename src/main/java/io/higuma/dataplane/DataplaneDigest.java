package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;

/**
 * 128-bit digest of a Dataplane's mesh, spec, labels, managed annotations and owner. Notation
 * (order of keys, nulls, 1.0 for 1) does not affect the digest.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record DataplaneDigest(long high, long low) {

  static DataplaneDigest of(DataplaneResult.Dataplane wanted) {
    return of(
        wanted.mesh(),
        wanted.spec(),
        wanted.labels(),
        wanted.annotations(),
        List.of(wanted.owner().reference()));
  }

  /** The digest of a stored Dataplane. Ignores unmanaged annotations, but not unmanaged labels. */
  public static DataplaneDigest ofStored(io.higuma.kuma.Dataplane stored) {
    ObjectMeta meta = stored.getMetadata();
    return of(
        stored.getMesh(),
        stored.getSpec(),
        meta.getLabels() == null ? Map.of() : meta.getLabels(),
        meta.getAnnotations() == null ? Map.of() : meta.getAnnotations(),
        meta.getOwnerReferences());
  }

  /** The digest of a stored Dataplane in API JSON form. */
  public static DataplaneDigest ofStored(JsonNode stored) {
    JsonNode meta = stored.path("metadata");
    CanonicalBytes bytes =
        bytes(
            stored.path("mesh").asText(""),
            stored.path("spec"),
            PodTrimmer.map(meta.path("labels")),
            PodTrimmer.map(meta.path("annotations")));
    meta.path("ownerReferences").forEach(owner -> bytes.text(text(owner)));
    return bytes.digest();
  }

  /** Whether a stored Dataplane has finalizers, or annotations that the digest does not cover. */
  public static boolean hasForeignParts(JsonNode stored) {
    JsonNode meta = stored.path("metadata");
    return !meta.path("finalizers").isEmpty()
        || !PodTrimmer.map(meta.path("annotations")).keySet().stream()
            .allMatch(DataplaneDigest::covers);
  }

  /** Whether Higuma manages this annotation of a Dataplane. */
  public static boolean covers(String annotation) {
    return DataplaneLabels.isManaged(annotation);
  }

  private static DataplaneDigest of(
      String mesh,
      JsonNode spec,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<OwnerReference> owners) {
    CanonicalBytes bytes = bytes(mesh, spec, labels, annotations);
    owners.forEach(owner -> bytes.text(text(owner)));
    return bytes.digest();
  }

  private static CanonicalBytes bytes(
      String mesh, JsonNode spec, Map<String, String> labels, Map<String, String> annotations) {
    return new CanonicalBytes()
        .text(mesh)
        .json(spec)
        .map(labels)
        .map(DataplaneLabels.managed(annotations));
  }

  private static String text(JsonNode owner) {
    return String.join(
        "|",
        owner.path("apiVersion").asText("null"),
        owner.path("kind").asText("null"),
        owner.path("name").asText("null"),
        owner.path("uid").asText("null"),
        owner.path("controller").asText("null"),
        owner.path("blockOwnerDeletion").asText("null"));
  }

  private static String text(OwnerReference owner) {
    return String.join(
        "|",
        String.valueOf(owner.getApiVersion()),
        String.valueOf(owner.getKind()),
        String.valueOf(owner.getName()),
        String.valueOf(owner.getUid()),
        String.valueOf(owner.getController()),
        String.valueOf(owner.getBlockOwnerDeletion()));
  }
}
