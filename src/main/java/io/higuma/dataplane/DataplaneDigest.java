package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * 128 bits that stand for a Dataplane's mesh, spec, labels, our annotations and owner.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record DataplaneDigest(long high, long low) {

  /** The digest of a Dataplane; what is only written differently has the same digest. */
  public static DataplaneDigest of(
      String mesh,
      JsonNode spec,
      Map<String, String> labels,
      Map<String, String> annotations,
      DataplaneResult.Owner owner) {
    return new CanonicalBytes()
        .text(mesh)
        .json(spec)
        .map(labels)
        .map(DataplaneLabels.ours(annotations))
        .text(owner.name())
        .text(owner.uid())
        .digest();
  }
}
