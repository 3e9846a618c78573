package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * LRU cache of rendered YAML. Streams of thousands of Pods get the same containers and volumes
 * repeatedly, and rendering them costs more than all other work.
 */
final class TextCache {
  private static final int MAX_ENTRIES = 256;
  private static final int MAX_KEY_LENGTH = 1 << 14;

  private final SequencedMap<Key, List<String>> texts =
      new LinkedHashMap<>(MAX_ENTRIES, 0.75f, true);

  /** The data with their order of members, and the rendering style. */
  private record Key(String json, boolean indentsSequences) {}

  /** The lines of these data, from the cache or the writer. */
  synchronized List<String> lines(
      JsonNode json, boolean indentsSequences, Supplier<List<String>> writer) {
    var key = new Key(json.toString(), indentsSequences);
    if (key.json().length() > MAX_KEY_LENGTH) {
      return writer.get();
    }
    var cached = texts.get(key);
    if (cached != null) {
      return cached;
    }
    var written = List.copyOf(writer.get());
    texts.put(key, written);
    if (texts.size() > MAX_ENTRIES) {
      texts.pollFirstEntry();
    }
    return written;
  }
}
