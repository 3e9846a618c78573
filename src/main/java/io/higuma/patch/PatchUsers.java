package io.higuma.patch;

import java.util.List;

/** Knows which workloads a {@code ContainerPatch} applies to. */
@FunctionalInterface
public interface PatchUsers {
  /** At most so many workloads are named. */
  int MOST_NAMED = 20;

  /** Knows of none. */
  PatchUsers NONE = patch -> new Users(0, List.of());

  /** Those of this patch. */
  Users of(String patch);

  /**
   * Workloads whose Pods get a patch.
   *
   * @param count how many
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
