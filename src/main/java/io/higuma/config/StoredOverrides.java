package io.higuma.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Overrides as stored in the ConfigMap. The text may be invalid: it may have been edited by hand.
 *
 * @param resourceVersion empty if nothing is stored
 * @param text YAML in the format of the configuration file
 * @param editor the field manager that wrote last
 * @param revisions past revisions, the oldest first; the last one is in force unless the text was
 *     edited since
 */
public record StoredOverrides(
    String resourceVersion, String text, String editor, List<ConfigRevision> revisions) {
  /** Maximum number of revisions; more make the ConfigMap hard to read, and finally too large. */
  static final int KEPT = 20;

  /** Maximum size of the values of a ConfigMap, which the API server sets, in bytes. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** No stored overrides. */
  public static final StoredOverrides NONE = new StoredOverrides("", "", "", List.of());

  /** The newest revision. */
  public Optional<ConfigRevision> newest() {
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
  }

  /** The number of the newest revision; 0 if there is none. */
  public long number() {
    return newest().map(ConfigRevision::number).orElse(0L);
  }

  /** The revision with that number, if it is still kept. */
  public Optional<ConfigRevision> revision(long number) {
    return revisions.stream().filter(revision -> revision.number() == number).findFirst();
  }

  /**
   * Returns a copy with another text and one more revision. The oldest revisions are left out if
   * there are too many, or if they would not fit into a ConfigMap.
   */
  public StoredOverrides with(String changed, ConfigRevision revision) {
    var more = new ArrayList<>(revisions);
    more.add(revision);
    int dropped = Math.max(0, more.size() - KEPT);
    var kept = copy(changed, more.subList(dropped, more.size()));
    while (!kept.fits() && kept.revisions().size() > 1) {
      kept = copy(changed, kept.revisions().subList(1, kept.revisions().size()));
    }
    return kept;
  }

  private StoredOverrides copy(String changed, List<ConfigRevision> history) {
    return new StoredOverrides(resourceVersion, changed, editor, List.copyOf(history));
  }

  /** The size of the text and the revisions as they are stored, in bytes. */
  public int bytes() {
    return OverridesDocument.bytes(this);
  }

  /** Whether a ConfigMap can hold them. */
  public boolean fits() {
    return bytes() <= MAX_BYTES;
  }
}
