package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.Token;

/**
 * A scanner that allows tabs between tokens, as kubectl's does: behind a token in its line, but not
 * behind the dash of a list, and anywhere within braces and brackets.
 */
final class TabScanner implements Scanner {
  static final String CANNOT_INDENT = "a tab cannot indent: use spaces";

  private final ScannerImpl scanner;
  private final StreamReader reader;
  private final CodePoints places;
  private final Lines lines;

  /** Tabs that are good within braces and brackets only, which are known in the end. */
  private final List<Integer> indenting = new ArrayList<>();

  /**
   * Scans.
   *
   * @param reader what {@code scanner} reads
   * @param text what {@code reader} reads
   */
  TabScanner(ScannerImpl scanner, StreamReader reader, String text) {
    this.scanner = scanner;
    this.reader = reader;
    this.places = CodePoints.of(text);
    this.lines = new Lines(text);
  }

  /** One call of the scanner that may meet a tab. */
  private interface Call<T> {
    T of(ScannerImpl scanner);
  }

  private <T> T call(Call<T> call) {
    while (true) {
      try {
        return call.of(scanner);
      } catch (ScannerException e) {
        // The scanner gives up here before it changes anything, so it can go on behind the tab.
        if (reader.peek() != '\t' || e.getProblemMark().getIndex() != reader.getIndex()) {
          throw e;
        }
        skip();
      }
    }
  }

  private void skip() {
    int at = places.at(reader.getIndex());
    var before = lines.text().substring(lines.start(at), at);
    if (before.chars().allMatch(c -> Character.isWhitespace(c) || c == '-' || c == '?')) {
      indenting.add(at);
    }
    reader.forward();
  }

  /** Refuses the first tab that is where kubectl refuses it. */
  void checkTabs(Optional<TextNode> root) throws Broken {
    for (int tab : indenting) {
      if (root.isEmpty() || !isInFlow(root.get(), tab)) {
        throw new Broken(CANNOT_INDENT, tab);
      }
    }
  }

  private static boolean isInFlow(TextNode node, int at) {
    if (at < node.start() || at >= node.end()) {
      return false;
    }
    return switch (node) {
      case TextNode.Mapping mapping ->
          mapping.flow()
              || mapping.entries().stream().anyMatch(entry -> isInFlow(entry.value(), at));
      case TextNode.Sequence sequence ->
          sequence.flow() || sequence.items().stream().anyMatch(item -> isInFlow(item, at));
      case TextNode.Scalar _, TextNode.Alias _ -> false;
    };
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    return call(s -> s.checkToken(choices));
  }

  @Override
  public Token peekToken() {
    return call(ScannerImpl::peekToken);
  }

  @Override
  public Token getToken() {
    return call(ScannerImpl::getToken);
  }

  @Override
  public void resetDocumentIndex() {
    scanner.resetDocumentIndex();
  }
}
