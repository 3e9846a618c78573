package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * What was written of late. Streams of thousands of Pods get the same containers and volumes again
 * and again, and to write them costs more than all the rest.
 */
final class TextCache {
  private static final int MOST = 256;
  private static final int LONGEST = 1 << 14;

  private final SequencedMap<Form, List<String>> texts = new LinkedHashMap<>(MOST, 0.75f, true);

  /** Data in their order, which tells them apart here, and the manner in which they are written. */
  private record Form(String json, boolean indentsSequences) {}

  /** The lines of these data, kept or written now. */
  synchronized List<String> lines(
      JsonNode json, boolean indentsSequences, Supplier<List<String>> writer) {
    var form = new Form(json.toString(), indentsSequences);
    if (form.json().length() > LONGEST) {
      return writer.get();
    }
    var kept = texts.get(form);
    if (kept != null) {
      return kept;
    }
    var written = List.copyOf(writer.get());
    texts.put(form, written);
    if (texts.size() > MOST) {
      texts.pollFirstEntry();
    }
    return written;
  }
}
