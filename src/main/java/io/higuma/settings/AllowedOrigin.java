package io.higuma.settings;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A value of {@code apiServer.corsAllowedDomains}: an origin such as {@code https://example.com}, a
 * regular expression that must match a whole origin, with or without slashes around it, or {@code
 * *} for all.
 */
public final class AllowedOrigin {
  private static final Pattern ORIGIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9+-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]+)?");

  private AllowedOrigin() {}

  /**
   * The value as Quarkus reads it: an origin in lower case, as browsers send it, or {@code /…/}.
   */
  public static String pattern(String value) {
    return ORIGIN.matcher(value).matches()
        ? value.toLowerCase(Locale.ROOT)
        : "/" + expression(value) + "/";
  }

  static boolean isValid(String value) {
    // Quarkus would replace a property's name in braces by its value.
    return !value.contains("${")
        && !expression(value).isEmpty()
        && (ORIGIN.matcher(value).matches() || isExpression(expression(value)));
  }

  private static String expression(String value) {
    boolean delimited = value.length() > 1 && value.startsWith("/") && value.endsWith("/");
    String inner = delimited ? value.substring(1, value.length() - 1) : value;
    return inner.equals("*") ? ".*" : inner;
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
