package io.higuma.cli.documents;

import java.util.Arrays;

/** Line numbers of a text by offset; the text is scanned once. */
final class LineNumbers {
  private final int[] starts;

  private LineNumbers(int[] starts) {
    this.starts = starts;
  }

  static LineNumbers of(Lines lines) {
    int length = lines.text().length();
    int[] starts = new int[16];
    int count = 1;
    for (int at = lines.next(0);
        at > starts[count - 1] && lines.isBroken(at);
        at = lines.next(at)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = at;
      if (at == length) {
        break;
      }
    }
    return new LineNumbers(Arrays.copyOf(starts, count));
  }

  /** The number of the line at an offset, from 0. */
  int at(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found < 0 ? -found - 2 : found;
  }
}
