package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;

/**
 * 128 bits that stand for a Dataplane's mesh, spec, labels, our annotations and owner. What is only
 * written differently (order of keys, nulls, 1.0 for 1) has the same digest.
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

  /** The digest of a stored Dataplane. Foreign annotations do not count, foreign labels do. */
  public static DataplaneDigest ofStored(io.higuma.kuma.Dataplane stored) {
    ObjectMeta meta = stored.getMetadata();
    return of(
        stored.getMesh(),
        stored.getSpec(),
        meta.getLabels() == null ? Map.of() : meta.getLabels(),
        meta.getAnnotations() == null ? Map.of() : meta.getAnnotations(),
        meta.getOwnerReferences());
  }

  private static DataplaneDigest of(
      String mesh,
      JsonNode spec,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<OwnerReference> owners) {
    CanonicalBytes bytes =
        new CanonicalBytes()
            .text(mesh)
            .json(spec)
            .map(labels)
            .map(DataplaneLabels.ours(annotations));
    owners.forEach(owner -> bytes.text(text(owner)));
    return bytes.digest();
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
