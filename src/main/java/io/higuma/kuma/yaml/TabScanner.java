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
 * Wraps SnakeYAML's scanner and detects tabs that go-yaml accepts but SnakeYAML rejects: between
 * two tokens of a line, anywhere inside brackets, and before the continuation line of a plain
 * scalar that is indented enough.
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

  /** Whether the scanner error at a tab. */
  static boolean isAtTab(Mark mark) {
    return mark.getPointer() < mark.getBuffer().length
        && mark.getBuffer()[mark.getPointer()] == '\t';
  }

  /**
   * Whether {@code error} is at a tab that go-yaml accepts; if so, replaces it in the text by a
   * space.
   */
  boolean canContinueAfter(MarkedYAMLException error) {
    Mark mark = error.getProblemMark();
    if (mark == null || !isAtTab(mark)) {
      return false;
    }
    drain();
    boolean accepted = brackets > 0 || !text.isIndentation(mark.getIndex()) || continuesPlain(mark);
    return accepted && text.replaceFrom(mark.getIndex());
  }

  /** Consumes the tokens that were scanned before the tab, but not read yet. */
  private void drain() {
    try {
      while (scanner.checkToken()) {
        var _ = getToken();
      }
    } catch (YAMLException _) {
      // The same tab.
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
