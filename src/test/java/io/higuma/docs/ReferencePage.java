package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A generated page in {@code docs/reference}; {@code make references} writes all of them.
 *
 * @param name its file name
 */
public record ReferencePage(String name) {
  private static final String NOTE =
      "\nMade from the code; do not edit. `make references` writes it.";

  /** The beginning of a page. */
  public static String head(String title, String introduction) {
    return "# " + title + "\n" + NOTE + "\n\n" + introduction + "\n";
  }

  /** Compares the page with the text that it should have. */
  public void isUpToDate(String markdown) {
    var file = file();
    try {
      if (Boolean.getBoolean("golden.refresh")) {
        Files.writeString(file, markdown);
      }
      assertThat(Files.readString(file)).as("run 'make references'").isEqualTo(markdown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the page. */
  public String text() {
    return Pages.text(file());
  }

  private Path file() {
    return Path.of("docs", "reference", name);
  }
}
