package io.higuma.bench;

/** A Markdown table. */
public final class Table {
  private final StringBuilder text = new StringBuilder();

  public Table(Object... titles) {
    row(titles);
    text.append("|---".repeat(titles.length)).append("|\n");
  }

  public void row(Object... cells) {
    for (Object cell : cells) {
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
