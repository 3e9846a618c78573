package io.higuma.inject;

import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Rejects containers that run as the sidecar's user: traffic of that user is not redirected. */
final class UidCheck {
  private UidCheck() {}

  static void check(AdmittedPod pod, long uid, DecisionNotes notes) {
    var clashing = runningAs(uid, pod.containers());
    if (clashing.isEmpty()) {
      notes.step(Stage.UID, Verdict.PASS, "uid", "no container runs as user " + uid);
    } else {
      notes.reject(
          Stage.UID,
          RejectReason.UID_CLASH,
          "spec.containers",
          "containers run as user "
              + uid
              + ", which is the sidecar's and whose traffic is not redirected: "
              + clashing);
    }
    var init = runningAs(uid, pod.initContainers());
    if (!init.isEmpty()) {
      notes.warn(
          Stage.UID,
          "init_container_uid",
          "init containers run as the sidecar's user "
              + uid
              + ", so their traffic passes it by: "
              + init);
    }
  }

  private static String runningAs(long uid, List<ContainerView> containers) {
    return containers.stream()
        .filter(container -> container.runAsUser().orElse(-1) == uid)
        .map(ContainerView::name)
        .collect(Collectors.joining(", "));
  }
}
