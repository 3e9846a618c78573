package io.higuma.gui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Links with names from the cluster or from a request in them. */
final class Links {
  private Links() {}

  /** {@code base}, and each name as a segment of its path. */
  static String path(String base, String... names) {
    return Arrays.stream(names)
        .map(Links::encoded)
        .collect(Collectors.joining("/", base + "/", ""));
  }

  /** Parameters in this order: names and values alternate. */
  static Map<String, String> parameters(String... namesAndValues) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parameters;
  }

  /** A number as a parameter; 0 is left out. */
  static String number(int number) {
    return number == 0 ? "" : Integer.toString(number);
  }

  /** {@code path} with these parameters; empty ones are left out. */
  static String query(String path, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .filter(parameter -> !parameter.getValue().isEmpty())
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
