package io.higuma.tls;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Storage of the CA, shared by all replicas, with optimistic locking. */
public interface AuthorityStore {

  /**
   * The stored data.
   *
   * @param version resource version; empty if nothing is stored
   * @param entries values by key
   * @param renewalRequested whether an operator has requested a new CA
   */
  record Stored(String version, Map<String, String> entries, boolean renewalRequested) {
    /** Copies the entries. */
    public Stored {
      entries = Map.copyOf(entries);
    }

    /** Whether anything is stored. */
    public boolean exists() {
      return !version.isEmpty();
    }
  }

  /**
   * A merge update.
   *
   * @param entries an empty value removes an entry; other entries are unchanged
   * @param renewalDone whether the requested new CA is active, so that the request can be removed
   */
  record Change(Map<String, String> entries, boolean renewalDone) {
    /** Copies the entries. */
    public Change {
      entries = Map.copyOf(entries);
    }
  }

  /**
   * Reads the stored data.
   *
   * @throws IOException if it cannot be read; the message is shown to the operator
   */
  Stored read() throws IOException, InterruptedException;

  /**
   * Writes a change if {@code before} is still the stored version.
   *
   * @return the new version; empty on a conflict
   * @throws IOException if it cannot be written; the message is shown to the operator
   */
  Optional<String> write(Stored before, Change change) throws IOException, InterruptedException;
}
