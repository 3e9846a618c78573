package io.higuma.cli.status;

import java.util.ArrayList;
import java.util.List;

/** A text table whose columns are as wide as their content. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with one row: the titles. */
  public TextTable(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row with as many cells as there are titles. */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** One line per row. */
  public List<String> lines() {
    return lines(rows);
  }

  /**
   * The lines of a table without titles.
   *
   * @param rows at least one; all have the same number of cells
   */
  public static List<String> lines(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (var row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      var cell = row.get(column);
      line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
