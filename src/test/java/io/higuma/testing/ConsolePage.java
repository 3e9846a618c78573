package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The console blocks of a page: those that begin with <code>```console</code> and nothing after it.
 * Blocks with more words there are run by other tests.
 *
 * @param steps commands and outputs, in order
 */
public record ConsolePage(List<Step> steps) {
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Placeholder in a page for any number of omitted lines. */
  private static final String OMITTED = "…";

  /**
   * One step of a page.
   *
   * @param command without the prompt
   * @param output the expected output
   */
  public record Step(String command, String output) {
    /** The found output; as in the page if only omitted lines differ. */
    public String asShown(String found) {
      var pattern =
          output
              .lines()
              .map(line -> line.strip().equals(OMITTED) ? "(?:[^\\n]*\\n)*?" : quoted(line))
              .collect(Collectors.joining());
      return (found.strip() + "\n").matches(pattern) ? output : found.strip();
    }

    private static String quoted(String line) {
      return Pattern.quote(line) + "\\n";
    }
  }

  /** Reads a page. */
  public static ConsolePage read(Path page) {
    try {
      var blocks = BLOCK.matcher(Files.readString(page)).results();
      return new ConsolePage(blocks.flatMap(block -> steps(block.group(1)).stream()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of the page, without the text between them. */
  public String transcript() {
    return transcript((step, output) -> output);
  }

  /**
   * The blocks with actual outputs.
   *
   * @param run returns the output of a step
   */
  public String transcript(BiFunction<Step, String, String> run) {
    var text = new StringBuilder();
    for (var step : steps) {
      text.append("$ ").append(step.command()).append('\n');
      text.append(run.apply(step, step.output())).append('\n');
    }
    return text.toString();
  }

  private static List<Step> steps(String block) {
    return Arrays.stream(block.split("(?m)^\\$ ", -1))
        .filter(step -> !step.isBlank())
        .map(step -> step(step.lines().toList()))
        .toList();
  }

  private static Step step(List<String> lines) {
    int end = 1;
    while (lines.get(end - 1).endsWith("\\")) {
      end++;
    }
    return new Step(text(lines.subList(0, end)), text(lines.subList(end, lines.size())));
  }

  private static String text(List<String> lines) {
    return String.join("\n", new ArrayList<>(lines)).strip();
  }
}
