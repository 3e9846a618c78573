package io.higuma.kuma.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner, and the knowledge of where go-yaml takes a tab: between two tokens of a
 * line, everywhere inside of brackets, and before the next line of a plain scalar that is indented
 * enough. SnakeYAML stops at each of them.
 */
final class TabScanner implements Scanner {
  private final Scanner scanner;
  private final TabbedText text;
  private final Deque<Integer> indents = new ArrayDeque<>();
  private @Nullable Token last;
  private int brackets;

  TabScanner(TabbedText text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.text = text;
    this.scanner = new ScannerImpl(new StreamReader(text.toString()), options);
  }

  /** Whether the scanner stopped at a tab. */
  static boolean isAtTab(Mark mark) {
    return mark.getPointer() < mark.getBuffer().length
        && mark.getBuffer()[mark.getPointer()] == '\t';
  }

  /** Whether {@code stopped} is at a tab that go-yaml takes; the text has a space there then. */
  boolean mayGoOnAfter(MarkedYAMLException stopped) {
    Mark mark = stopped.getProblemMark();
    if (mark == null || !isAtTab(mark)) {
      return false;
    }
    drain();
    boolean taken = brackets > 0 || !text.isIndentation(mark.getIndex()) || continuesPlain(mark);
    return taken && text.replaceFrom(mark.getIndex());
  }

  /** Looks at the tokens that were found before the tab, but were not asked for yet. */
  private void drain() {
    try {
      while (scanner.checkToken()) {
        var _ = getToken();
      }
    } catch (YAMLException _) {
      // The tab again.
    }
  }

  private boolean continuesPlain(Mark mark) {
    int indent = indents.isEmpty() ? -1 : indents.peek();
    return last instanceof ScalarToken scalar
        && scalar.getPlain()
        && mark.getColumn() > indent
        && text.isBlank(scalar.getEndMark().getIndex(), mark.getIndex());
  }

  @Override
  public Token getToken() {
    Token token = scanner.getToken();
    switch (token.getTokenId()) {
      case BlockMappingStart, BlockSequenceStart -> indents.push(token.getStartMark().getColumn());
      case BlockEnd -> indents.poll();
      case FlowMappingStart, FlowSequenceStart -> brackets++;
      case FlowMappingEnd, FlowSequenceEnd -> brackets--;
      default -> {}
    }
    last = token;
    return token;
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    return scanner.checkToken(choices);
  }

  @Override
  public boolean checkToken(Token.ID choice) {
    return scanner.checkToken(choice);
  }

  @Override
  public Token peekToken() {
    return scanner.peekToken();
  }

  @Override
  public void resetDocumentIndex() {
    scanner.resetDocumentIndex();
  }
}
