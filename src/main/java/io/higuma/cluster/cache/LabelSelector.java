package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Evaluates Kubernetes label selectors. */
public final class LabelSelector {
  private LabelSelector() {}

  /** Whether the selector matches these labels; a missing or empty selector matches all. */
  public static boolean matches(JsonNode selector, Map<String, String> labels) {
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().asText().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!matchesExpression(expression, labels.get(expression.path("key").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesExpression(JsonNode expression, @Nullable String value) {
    return switch (expression.path("operator").asText()) {
      case "In" -> value != null && hasValue(expression, value);
      case "NotIn" -> value == null || !hasValue(expression, value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  private static boolean hasValue(JsonNode expression, String value) {
    return StreamSupport.stream(expression.path("values").spliterator(), false)
        .anyMatch(one -> one.asText().equals(value));
  }
}
