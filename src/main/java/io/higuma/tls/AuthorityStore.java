package io.higuma.tls;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where all replicas keep one authority. */
public interface AuthorityStore {

  /**
   * What is kept.
   *
   * @param version tells it from what others may have written since; empty where nothing is kept
   * @param entries texts by name
   * @param renewalAsked whether somebody asks for a new authority
   */
  record Kept(String version, Map<String, String> entries, boolean renewalAsked) {
    /** Copies the entries. */
    public Kept {
      entries = Map.copyOf(entries);
    }

    /** Whether there is anything. */
    public boolean isThere() {
      return !version.isEmpty();
    }
  }

  /**
   * What is to be kept.
   *
   * @param entries empty values take an entry away; entries that are not named stay
   * @param renewalDone whether who asked for a new authority has got it
   */
  record Change(Map<String, String> entries, boolean renewalDone) {
    /** Copies the entries. */
    public Change {
      entries = Map.copyOf(entries);
    }
  }

  /**
   * What is kept now.
   *
   * @throws IOException where it cannot be read; the message is for people
   */
  Kept read() throws IOException, InterruptedException;

  /**
   * Keeps this where {@code before} is still what is kept.
   *
   * @return the new version; empty where somebody else was faster
   * @throws IOException where it cannot be written; the message is for people
   */
  Optional<String> write(Kept before, Change change) throws IOException, InterruptedException;
}
