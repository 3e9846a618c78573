package io.higuma.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The longest common lines of two texts by the greedy algorithm of E. Myers, "An O(ND) Difference
 * Algorithm and Its Variations" (1986). Cost grows with the number of differences, which is small
 * where a sidecar is added.
 */
final class Myers {
  private final List<String> before;
  private final List<String> after;
  private final int front;
  private final int n;
  private final int m;

  /**
   * Compares what lies between the first {@code front} and the last {@code back} lines, which are
   * equal.
   */
  Myers(List<String> before, List<String> after, int front, int back) {
    this.before = before;
    this.after = after;
    this.front = front;
    this.n = before.size() - back - front;
    this.m = after.size() - back - front;
  }

  /** The pairs of equal lines, in order; none where it would take more than {@code most} edits. */
  List<int[]> path(int most) {
    int bound = Math.min(most, n + m);
    var rows = new ArrayList<int[]>();
    int[] furthest = new int[2 * bound + 3];
    int zero = bound + 1;
    for (int d = 0; d <= bound; d++) {
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
        int x = down ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
        x = slide(x, x - k);
        furthest[zero + k] = x;
        if (x >= n && x - k >= m) {
          return back(rows, d, k, x);
        }
      }
      int[] row = new int[2 * d + 1];
      System.arraycopy(furthest, zero - d, row, 0, row.length);
      rows.add(row);
    }
    return new ArrayList<>();
  }

  private int slide(int x, int y) {
    int to = x;
    int other = y;
    while (to < n && other < m && before.get(front + to).equals(after.get(front + other))) {
      to++;
      other++;
    }
    return to;
  }

  private List<int[]> back(List<int[]> rows, int edits, int diagonal, int end) {
    var equal = new ArrayList<int[]>();
    int k = diagonal;
    int x = end;
    for (int d = edits; d > 0; d--) {
      int[] row = rows.get(d - 1);
      boolean down = k == -d || (k != d && at(row, d - 1, k - 1) < at(row, d - 1, k + 1));
      int from = down ? k + 1 : k - 1;
      int start = at(row, d - 1, from) + (down ? 0 : 1);
      keep(equal, start, x, k);
      x = at(row, d - 1, from);
      k = from;
    }
    keep(equal, 0, x, 0);
    Collections.reverse(equal);
    return equal;
  }

  private void keep(List<int[]> equal, int start, int end, int k) {
    for (int x = end - 1; x >= start; x--) {
      equal.add(new int[] {front + x, front + x - k});
    }
  }

  private static int at(int[] row, int d, int k) {
    int index = k + d;
    return index >= 0 && index < row.length ? row[index] : -1;
  }
}
