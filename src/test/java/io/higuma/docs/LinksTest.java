package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between pages have a target, and every page is linked. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern EXTERNAL = Pattern.compile("(https?|mailto):.*");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern MAKE_TARGET =
      Pattern.compile("(?:^ {4}|`)make ([a-z-]+)", Pattern.MULTILINE);

  static List<Path> pages() {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksHaveATarget(Path page) {
    assertThat(links(page)).allSatisfy(link -> assertThat(missing(page, link)).isEmpty());
  }

  @Test
  void everyPageOfTheDocumentationIsInItsIndex() {
    var index = Path.of("docs/README.md");
    var linked =
        links(index).stream()
            .map(link -> index.resolveSibling(link.replaceFirst("#.*", "")))
            .toList();

    assertThat(linked)
        .containsAll(
            Pages.below(Path.of("docs"), ".md").stream()
                .filter(page -> !page.equals(index))
                .filter(page -> !page.startsWith("docs/adr"))
                .toList());
  }

  @Test
  void targetsThatPagesNameAreInTheMakefile() {
    var makefile = Pages.text(Path.of("Makefile"));

    for (var page : pages()) {
      assertThat(MAKE_TARGET.matcher(Pages.text(page)).results().map(match -> match.group(1)))
          .as("make targets of %s", page)
          .allSatisfy(target -> assertThat(makefile).containsPattern("(?m)^" + target + ":"));
    }
  }

  private static List<String> links(Path page) {
    return LINK.matcher(Pages.text(page))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !EXTERNAL.matcher(link).matches())
        .toList();
  }

  /** The missing target of a link. */
  private static Optional<String> missing(Path page, String link) {
    var parts = link.split("#", 2);
    var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    if (!Files.exists(target)) {
      return Optional.of("no file " + target);
    }
    return parts.length < 2 || hasHeading(target, parts[1])
        ? Optional.empty()
        : Optional.of("no heading " + parts[1] + " in " + target);
  }

  private static boolean hasHeading(Path page, String anchor) {
    return HEADING
        .matcher(Pages.text(page))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }
}
