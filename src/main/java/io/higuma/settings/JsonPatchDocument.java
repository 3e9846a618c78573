package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.higuma.kuma.JsonSize;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON patch (RFC 6902).
 *
 * <p>A patch of a few lines can describe a document that fills the heap, because each copy can
 * double it. So the number of operations and the size and depth of each result are limited.
 */
final class JsonPatchDocument {
  /** Maximum number of operations; there are fewer than 100 settings to change. */
  static final int MAX_OPERATIONS = 1_000;

  /** Maximum size of a result, in characters; the ConfigMap that stores the overrides has 1 MiB. */
  static final int MAX_SIZE = 1 << 20;

  /** Maximum nesting depth of a result; the settings need less than 10. */
  static final int MAX_DEPTH = 64;

  /** Maximum sum of the sizes of all results: each operation copies the document. */
  private static final long MAX_WORK = 64L * MAX_SIZE;

  private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
  private static final Set<String> WITH_FROM = Set.of("move", "copy");
  private static final Set<String> MUST_EXIST = Set.of("remove", "replace", "test");
  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*+)*+");
  private static final EnumSet<CompatibilityFlags> STRICT =
      EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

  private final ArrayNode operations;
  private final List<List<String>> changed;

  private JsonPatchDocument(ArrayNode operations, List<List<String>> changed) {
    this.operations = operations;
    this.changed = changed;
  }

  /** Parses the operations and returns all syntax errors. */
  static Validated<JsonPatchDocument> read(JsonNode document) {
    if (!(document instanceof ArrayNode operations)) {
      return Validated.bad("", "bad_patch", "a JSON patch is an array of operations");
    }
    if (operations.size() > MAX_OPERATIONS) {
      return Validated.bad(
          "",
          "bad_patch",
          operations.size()
              + " operations are too many: at most "
              + MAX_OPERATIONS
              + " are expected");
    }
    List<Violation> violations = new ArrayList<>();
    List<List<String>> changed = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      JsonNode operation = operations.get(i);
      String op = operation.path("op").asText();
      String error = error(operation, op);
      if (!error.isEmpty()) {
        violations.add(new Violation("/" + i, "bad_patch", error));
      } else if (!op.equals("test")) {
        changed.add(tokens(operation.path("path").asText()));
        if (op.equals("move")) {
          changed.add(tokens(operation.path("from").asText()));
        }
      }
    }
    return violations.isEmpty()
        ? new Validated.Good<>(new JsonPatchDocument(operations, List.copyOf(changed)))
        : new Validated.Bad<>(List.copyOf(violations));
  }

  private static String error(JsonNode operation, String op) {
    if (!WITH_VALUE.contains(op) && !WITH_FROM.contains(op) && !op.equals("remove")) {
      return "op '%s' is not valid: expected add, remove, replace, move, copy or test"
          .formatted(op);
    }
    if (!isPointer(operation.path("path"))) {
      return "path is not a JSON pointer: expected something like /sidecarContainer/uid";
    }
    if (WITH_VALUE.contains(op) && !operation.has("value")) {
      return "value is missing: " + op + " needs one";
    }
    if (WITH_FROM.contains(op) && !isPointer(operation.path("from"))) {
      return "from is not a JSON pointer: " + op + " needs one";
    }
    if (WITH_FROM.contains(op)
        && operation.get("path").asText().startsWith(operation.get("from").asText() + "/")) {
      return "path is below from: " + op + " cannot put a value into itself";
    }
    boolean missing =
        isEnd(operation.path("from")) || (MUST_EXIST.contains(op) && isEnd(operation.path("path")));
    return missing ? "- is the place after the last element, where " + op + " finds none" : "";
  }

  private static boolean isPointer(JsonNode node) {
    return node.isTextual() && POINTER.matcher(node.textValue()).matches();
  }

  private static boolean isEnd(JsonNode pointer) {
    return pointer.asText().endsWith("/-");
  }

  private static List<String> tokens(String pointer) {
    List<String> tokens = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String token : pointer.substring(1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    return List.copyOf(tokens);
  }

  /** Applies the patch to a copy of {@code target}. */
  Validated<JsonNode> apply(JsonNode target) {
    JsonNode result = target;
    long work = 0;
    for (int i = 0; i < operations.size(); i++) {
      JsonNode operation = operations.get(i);
      try {
        // One by one, so that the message can name the failed operation.
        result = JsonPatch.apply(operations.arrayNode().add(operation), result, STRICT);
      } catch (JsonPatchException
          | IllegalArgumentException
          | IllegalStateException
          | IndexOutOfBoundsException e) {
        // zjsonpatch throws the last three for array indexes that are not numbers.
        boolean test = operation.path("op").asText().equals("test");
        return Validated.bad(
            "/" + i,
            test ? "test_failed" : "patch_failed",
            operation.path("op").asText()
                + " "
                + operation.path("path").asText()
                + ": "
                + (test ? "the value is another one" : e.getMessage()));
      }
      JsonSize size = JsonSize.of(result);
      work += size.characters();
      String error = error(size, work);
      if (!error.isEmpty()) {
        return Validated.bad("/" + i, "bad_patch", error);
      }
    }
    return new Validated.Good<>(result);
  }

  private static String error(JsonSize size, long work) {
    if (size.depth() > MAX_DEPTH) {
      return "the settings would be nested deeper than " + MAX_DEPTH + " levels";
    }
    if (size.characters() > MAX_SIZE) {
      return "the settings would be larger than " + MAX_SIZE + " characters";
    }
    return work > MAX_WORK ? "there are too many operations for settings of this size" : "";
  }

  /** Whether an operation changes the value at {@code keys}, a part or a parent of it. */
  boolean names(List<String> keys) {
    return changed.stream()
        .anyMatch(
            tokens -> {
              int common = Math.min(tokens.size(), keys.size());
              return tokens.subList(0, common).equals(keys.subList(0, common));
            });
  }
}
