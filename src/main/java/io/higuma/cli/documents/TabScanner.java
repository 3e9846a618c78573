package io.higuma.cli.documents;

import java.util.function.Function;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.Token;

/**
 * A scanner that records tabs between tokens and continues after them. Its tokens are then
 * unreliable: the scanner may have ended blocks whose columns it compared with the tab's.
 */
final class TabScanner implements Scanner {
  private final ScannerImpl scanner;
  private final StreamReader reader;
  private final Tabs tabs;

  /**
   * Wraps a scanner.
   *
   * @param reader the input of {@code scanner}
   * @param tabs receives the tabs
   */
  TabScanner(ScannerImpl scanner, StreamReader reader, Tabs tabs) {
    this.scanner = scanner;
    this.reader = reader;
    this.tabs = tabs;
  }

  private <T> T call(Function<ScannerImpl, T> call) {
    while (true) {
      try {
        return call.apply(scanner);
      } catch (ScannerException e) {
        if (reader.peek() != '\t' || e.getProblemMark().getIndex() != reader.getIndex()) {
          throw e;
        }
        tabs.add(reader.getIndex());
        reader.forward();
      }
    }
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
