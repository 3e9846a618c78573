package io.higuma.soak;

import io.higuma.bench.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The page, whose results are between two marks, with the files that it shows.
 *
 * @param page the page
 * @param json the result
 * @param plot the picture
 */
record EndurancePage(Path page, Path json, Path plot) {
  private static final String BEGIN = "<!-- The result of the last run; `make soak` writes it. -->";
  private static final String END = "<!-- End of the result. -->";

  /** The files in a folder of documentation. */
  static EndurancePage in(Path folder) {
    return new EndurancePage(
        folder.resolve("endurance.md"),
        folder.resolve("benchmarks").resolve("endurance.json"),
        folder.resolve("pictures").resolve("endurance.svg"));
  }

  /** Writes the result and the plot, and the results into the page if there is one. */
  void write(SoakResult result) {
    result.write(json);
    try {
      Files.createDirectories(plot.toAbsolutePath().getParent());
      Files.writeString(plot, new EndurancePlot(result).svg());
      if (Files.exists(page)) {
        Files.writeString(page, with(Files.readString(page), result));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text of the page with this result instead of the one it has. */
  static String with(String text, SoakResult result) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("The page has no place for the result");
    }
    return text.substring(0, begin + BEGIN.length())
        + "\n\n"
        + results(result)
        + "\n"
        + text.substring(end);
  }

  /** Whether a text of the page has a place for the result, and none in it. */
  static boolean isEmpty(String text) {
    return text.contains(BEGIN + "\n\n" + END);
  }

  private static String results(SoakResult result) {
    var text = new StringBuilder();
    var machine = result.machine();
    text.append(
        """
        ![Memory, descriptors, threads and latency over time](pictures/endurance.svg)

        %s of commit %s ran for %s minutes on %s, with %d processors (%s, %s %s, load before %s).

        """
            .formatted(
                "`" + result.build() + "`",
                result.commit(),
                number(result.settings().getOrDefault("minutes", 0.0)),
                result.measured().substring(0, 10),
                machine.processors(),
                machine.cpu(),
                machine.kernel(),
                machine.java(),
                result.loadBefore()));
    var verdicts = new Table("assertion", "verdict", "");
    result
        .verdicts()
        .forEach(
            verdict ->
                verdicts.row(
                    verdict.assertion(),
                    switch (verdict.outcome()) {
                      case HELD -> "held";
                      case FAILED -> "**failed**";
                      case NOT_ASSERTED -> "not asserted";
                    },
                    cell(verdict.detail())));
    var figures = new Table("what", "number");
    result.counts().forEach((name, count) -> figures.row(name, number(count)));
    result.figures().forEach((name, figure) -> figures.row(name, number(figure)));
    var settings = new Table("setting", "value");
    result.settings().forEach((name, value) -> settings.row(name, number(value)));
    return text.append(verdicts)
        .append('\n')
        .append(figures)
        .append('\n')
        .append(settings)
        .append("\nAll samples and events are in [endurance.json](benchmarks/endurance.json).\n")
        .toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\s+", " ");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }
}
