package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Kubernetes' label selectors. */
public final class LabelSelector {
  private LabelSelector() {}

  /** Whether the selector takes these labels; one that is missing or empty takes all. */
  public static boolean matches(JsonNode selector, Map<String, String> labels) {
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().asText().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!holds(expression, labels.get(expression.path("key").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode expression, @Nullable String value) {
    return switch (expression.path("operator").asText()) {
      case "In" -> value != null && isAmong(expression, value);
      case "NotIn" -> value == null || !isAmong(expression, value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  private static boolean isAmong(JsonNode expression, String value) {
    return StreamSupport.stream(expression.path("values").spliterator(), false)
        .anyMatch(one -> one.asText().equals(value));
  }
}
