package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.inject.PodReader;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import io.higuma.kuma.TextTruncation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares stored JSON with newly rendered JSON. Defaults that the API server adds and values that
 * it normalizes are not differences.
 */
final class StoredComparison {
  private static final int MAX_LENGTH = 60;
  private static final String ANY = "*";

  /** Defaults of the API server for absent fields. */
  private static final Map<String, Set<String>> DEFAULTS =
      Map.ofEntries(
          Map.entry("terminationMessagePath", Set.of("/dev/termination-log")),
          Map.entry("terminationMessagePolicy", Set.of("File")),
          Map.entry("imagePullPolicy", Set.of(ANY)),
          Map.entry("scheme", Set.of("HTTP")),
          Map.entry("timeoutSeconds", Set.of("1")),
          Map.entry("periodSeconds", Set.of("10")),
          Map.entry("successThreshold", Set.of("1")),
          Map.entry("failureThreshold", Set.of("3")),
          Map.entry("protocol", Set.of("TCP")),
          Map.entry("apiVersion", Set.of("v1")),
          Map.entry("divisor", Set.of("0")),
          Map.entry("procMount", Set.of("Default")),
          Map.entry("defaultMode", Set.of("420")));

  /** Fields that identify the elements of a list. */
  private static final List<String> IDENTITIES = List.of("mountPath", "name", "containerPort");

  private final String what;
  private final List<String> lines;

  /**
   * Compares one object.
   *
   * @param what its description, such as {@code container kuma-sidecar}
   * @param lines receives a line for each difference
   */
  StoredComparison(String what, List<String> lines) {
    this.what = what;
    this.lines = lines;
  }

  /** Adds the differences; either side may be missing. */
  void compare(JsonNode stored, JsonNode now) {
    compare("", "", stored, now);
  }

  private void compare(String path, String field, JsonNode stored, JsonNode now) {
    if (isOmitted(now)) {
      if (!isOmitted(stored) && !isDefault(field, stored)) {
        lines.add("- " + what + path + ": " + display(stored));
      }
    } else if (isOmitted(stored)) {
      lines.add("+ " + what + path + ": " + display(now));
    } else if (stored.isObject() && now.isObject()) {
      members(path, stored, now);
    } else if (stored.isArray() && now.isArray()) {
      elements(path, stored, now);
    } else if (!isSame(stored, now)) {
      lines.add("~ " + what + path + ": " + display(stored) + ", now " + display(now));
    }
  }

  private void members(String path, JsonNode stored, JsonNode now) {
    var names = new LinkedHashSet<String>();
    now.fieldNames().forEachRemaining(names::add);
    stored.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      compare(path + "/" + name, name, stored.path(name), now.path(name));
    }
  }

  private void elements(String path, JsonNode stored, JsonNode now) {
    var before = byIdentity(stored);
    var after = byIdentity(now);
    var keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    for (var key : keys) {
      var previous = before.getOrDefault(key, MissingNode.getInstance());
      var current = after.getOrDefault(key, MissingNode.getInstance());
      // The API server adds the token mount when it creates a Pod, so templates do not have it.
      if (!isToken(previous) && !isToken(current)) {
        compare(path + "/" + key, "", previous, current);
      }
    }
  }

  private static Map<String, JsonNode> byIdentity(JsonNode list) {
    var byIdentity = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i < list.size(); i++) {
      var element = list.get(i);
      var key = Integer.toString(i);
      for (var identity : IDENTITIES) {
        if (element.has(identity)) {
          key = element.get(identity).asText();
          break;
        }
      }
      byIdentity.putIfAbsent(key, element);
    }
    return byIdentity;
  }

  private static boolean isToken(JsonNode mount) {
    return mount.path("mountPath").asText("").equals(PodReader.TOKEN_PATH);
  }

  /** Values that the API server omits. */
  private static boolean isOmitted(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> true;
      case OBJECT, ARRAY -> node.isEmpty();
      case STRING -> node.textValue().isEmpty();
      case BOOLEAN -> !node.booleanValue();
      case NUMBER -> node.decimalValue().signum() == 0;
      case BINARY, POJO -> false;
    };
  }

  private static boolean isDefault(String field, JsonNode stored) {
    var defaults = DEFAULTS.getOrDefault(field, Set.of());
    return defaults.contains(ANY) || defaults.contains(stored.asText());
  }

  private static boolean isSame(JsonNode stored, JsonNode now) {
    return stored.isValueNode()
        && now.isValueNode()
        && (stored.asText().equals(now.asText()) || isSameAmount(stored.asText(), now.asText()));
  }

  /** The API server normalizes quantities. */
  private static boolean isSameAmount(String stored, String now) {
    return Quantity.parse("", stored) instanceof Parsed.Good<Quantity>(var before)
        && Quantity.parse("", now) instanceof Parsed.Good<Quantity>(var after)
        && before.compareTo(after) == 0;
  }

  private static String display(JsonNode node) {
    var text = node.isContainerNode() ? node.toString() : node.asText();
    if (text.indexOf('\n') >= 0) {
      return text.lines().count() + " lines";
    }
    return TextTruncation.withEllipsis(text, MAX_LENGTH);
  }
}
