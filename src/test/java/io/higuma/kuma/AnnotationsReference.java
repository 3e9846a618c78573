package io.higuma.kuma;

import io.higuma.settings.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates the reference page of labels, annotations and tags from the code. */
public final class AnnotationsReference {
  private static final Path SOURCES = Path.of("src/main/java/io/higuma/kuma");

  /** Every parser that rejects anything rejects this. */
  private static final String NONSENSE = "=:;\u0000";

  private static final Pattern EXPECTED =
      Pattern.compile(".*: expected (.*?)(, not '.*)?", Pattern.DOTALL);

  /** A string constant and its comment, which is its row on the page. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "/\\*\\*\\s+(?:\\* )?([^/]*?)\\s+\\*/\\s+public static final String \\w+ =\\s+\"(.*?)\";");

  private static final String HEAD =
      """
      # Labels, annotations and tags

      Generated from the code; do not edit. See also [settings](settings.md).
      """;

  private static final String ABOUT_PODS =
      """
      Set them on the Pod, or on the Pod template of its workload. An invalid value rejects the Pod; the
      message has the key, the value and the expected format. If the annotation is absent, the setting in
      the third column applies, if there is one. Where a value may be empty, this means the same.

      """;

  private AnnotationsReference() {}

  /** The page, in Markdown. */
  static String markdown() {
    return String.join(
        "\n",
        HEAD,
        section("Labels", "", constants("label", "Labels")),
        section("Annotations that count when a Pod is created", ABOUT_PODS, keys(whenCreated())),
        section(
            "Annotations that count for the Dataplane",
            "They are read during the lifetime of the Pod. An invalid value is reported by an Event on the"
                + " Pod.\n\n",
            keys(onPods(DataplaneAnnotations.class))),
        section("Annotations on other objects", "", elsewhere()),
        section(
            "Annotations that injection writes, and two that should be labels",
            "",
            constants("annotation", "Annotations")),
        section(
            "Tags that are generated",
            "Labels of the Pod also become [tags](tags.md), except those with `kuma.io/` in their key.\n\n",
            constants("tag", "Tags")));
  }

  private static String section(String title, String about, String table) {
    return "## " + title + "\n\n" + about + table;
  }

  /** The annotations of Pods that are read when a Pod is created. */
  public static List<AnnotationKey<?>> whenCreated() {
    return Stream.of(Annotations.class, EbpfAnnotations.class)
        .flatMap(holder -> onPods(holder).stream())
        .toList();
  }

  /** The annotations of Pods that this class declares and that users can set. */
  private static List<AnnotationKey<?>> onPods(Class<?> holder) {
    var fixed = declared(holder).filter(key -> key.place() == AnnotationKey.Place.POD);
    var applications =
        holder.equals(DataplaneAnnotations.class)
            ? Stream.<AnnotationKey<?>>of(
                DataplaneAnnotations.aggregateEnabled("<app>"),
                DataplaneAnnotations.aggregatePort("<app>"),
                text("path", "Path of the application's metrics, otherwise `/metrics`."),
                text("address", "Address of the application's metrics, otherwise the Pod's."))
            : Stream.<AnnotationKey<?>>of();
    return Stream.concat(fixed, applications).toList();
  }

  private static Stream<AnnotationKey<?>> declared(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(AnnotationsReference::value)
        .filter(AnnotationKey.class::isInstance)
        .<AnnotationKey<?>>map(AnnotationKey.class::cast)
        .filter(key -> !key.doc().startsWith("Written by injection"));
  }

  private static AnnotationKey<String> text(String what, String doc) {
    return new AnnotationKey<>(
        DataplaneAnnotations.aggregate("<app>", what), (_, value) -> Parsed.good(value), doc);
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String keys(List<AnnotationKey<?>> keys) {
    return keys.stream()
        .map(
            key ->
                row(
                    code(key.name()),
                    values(key.parser()) + (key.mayBeEmpty() ? ", or empty" : ""),
                    otherwise(key.defaultSetting()),
                    key.doc()))
        .collect(
            Collectors.joining(
                "", head("annotation", "value", "setting otherwise", "meaning"), ""));
  }

  private static String elsewhere() {
    var protocol = code("<port>" + DataplaneAnnotations.SERVICE_PROTOCOL);
    return head("annotation", "on a", "value", "meaning")
        + declared(Annotations.class)
            .filter(key -> key.place() != AnnotationKey.Place.POD)
            .map(key -> row(code(key.name()), key.place().kind(), values(key.parser()), key.doc()))
            .collect(Collectors.joining())
        + row(protocol, "Service", Protocol.names(), "The protocol of this port of the Service.");
  }

  /** What a parser expects; the type of its values if it accepts everything. */
  private static String values(AnnotationKey.Parser<?> parser) {
    return switch (parser.read("", NONSENSE)) {
      case Parsed.Bad<?>(Violation violation) -> {
        var expected = EXPECTED.matcher(violation.message());
        yield expected.matches() ? expected.group(1) : violation.message();
      }
      case Parsed.Good<?>(List<?> _) -> "a comma list";
      case Parsed.Good<?>(Map<?, ?> _) -> "pairs";
      case Parsed.Good<?> _ -> "text";
    };
  }

  private static String otherwise(String setting) {
    if (setting.isEmpty()) {
      return "";
    }
    var leaf = Catalogue.byPath(setting).orElseThrow();
    var standard = leaf.defaultText();
    return code(setting.replace("runtime.kubernetes.injector.", "injector."))
        + (standard.isEmpty() ? "" : ", by default " + code(standard));
  }

  private static String constants(String what, String source) {
    try {
      var text = Files.readString(SOURCES.resolve(source + ".java"));
      return CONSTANT
          .matcher(text)
          .results()
          .filter(constant -> !constant.group(2).endsWith("/"))
          .map(constant -> row(code(constant.group(2)), sentence(constant.group(1))))
          .collect(Collectors.joining("", head(what, "meaning"), ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sentence(String comment) {
    return comment.replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@code (.*?)}", "`$1`");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String head(String... cells) {
    return row(cells) + "|" + "---|".repeat(cells.length) + "\n";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
