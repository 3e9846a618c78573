package io.higuma.patch;

import java.util.List;

/** Finds the workloads that a {@code ContainerPatch} applies to. */
@FunctionalInterface
public interface PatchUsers {
  /** Maximum number of workloads that are named. */
  int MOST_NAMED = 20;

  /** Finds no workloads. */
  PatchUsers NONE = patch -> new Users(0, List.of());

  /** Returns the users of this patch. */
  Users of(String patch);

  /**
   * Workloads whose Pods get a patch.
   *
   * @param count their number
   * @param workloads some of them as {@code namespace/kind/name}, sorted, at most {@link
   *     #MOST_NAMED}
   */
  record Users(int count, List<String> workloads) {
    /** Copies the list. */
    public Users {
      workloads = List.copyOf(workloads);
    }
  }
}
