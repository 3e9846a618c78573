package io.higuma.cli;

import java.util.function.LongSupplier;

/**
 * A line on a terminal that says how far long work is. It is written to the standard error at most
 * ten times a second, and erased at the end; without a terminal nothing is written. What does not
 * fit into one row is cut off, because only one row can be erased.
 */
public final class Progress implements AutoCloseable {
  private static final String START_AND_ERASE = "\r\u001B[K";
  private static final long PAUSE_NANOS = 100_000_000;

  /** Of most terminals; shells do not pass COLUMNS on unless they are told to. */
  private static final int COLUMNS = 80;

  private final Terminal terminal;
  private final LongSupplier nanos;
  private final int limit;
  private long next;
  private boolean shown;

  /**
   * Creates a line that is not shown before the first change.
   *
   * @param nanos monotonic clock
   */
  public Progress(Terminal terminal, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
    // In the last column the cursor of some terminals is already in the next row.
    this.limit = columns(terminal) - 1;
  }

  private static int columns(Terminal terminal) {
    try {
      return Math.max(2, terminal.variable("COLUMNS").map(Integer::parseInt).orElse(COLUMNS));
    } catch (NumberFormatException _) {
      return COLUMNS;
    }
  }

  /** Replaces the text of the line, unless it was replaced just before. */
  public synchronized void show(String text) {
    long now = nanos.getAsLong();
    if (!terminal.rewritable() || now - next < 0) {
      return;
    }
    next = now + PAUSE_NANOS;
    shown = true;
    terminal.err().print(START_AND_ERASE + cut(text));
    terminal.err().flush();
  }

  private String cut(String text) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }

  /** Erases the line. */
  @Override
  public void close() {
    erase();
  }

  /** Erases the line; another can be shown later. */
  public synchronized void erase() {
    if (shown) {
      shown = false;
      terminal.err().print(START_AND_ERASE);
      terminal.err().flush();
    }
  }
}
