package io.higuma.cli;

import java.util.function.LongSupplier;

/**
 * A line on a terminal that says how far long work is. It is written to the standard error at most
 * ten times a second, and erased at the end; without a terminal nothing is written.
 */
final class Progress implements AutoCloseable {
  private static final String START_AND_ERASE = "\r\u001B[K";
  private static final long PAUSE_NANOS = 100_000_000;

  private final Terminal terminal;
  private final LongSupplier nanos;
  private long next;
  private boolean shown;

  /**
   * Creates a line that is not shown before the first change.
   *
   * @param nanos monotonic clock
   */
  Progress(Terminal terminal, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /** Replaces the text of the line, unless it was replaced just before. */
  synchronized void show(String text) {
    long now = nanos.getAsLong();
    if (!terminal.coloured() || now - next < 0) {
      return;
    }
    next = now + PAUSE_NANOS;
    shown = true;
    terminal.err().print(START_AND_ERASE + text);
    terminal.err().flush();
  }

  /** Erases the line. */
  @Override
  public synchronized void close() {
    if (shown) {
      shown = false;
      terminal.err().print(START_AND_ERASE);
      terminal.err().flush();
    }
  }
}
