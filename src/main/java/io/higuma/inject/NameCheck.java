package io.higuma.inject;

import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.Trace.Stage;
import io.higuma.patch.ContainerKind;
import java.util.List;

/**
 * Rejects Pods with containers or volumes whose names injection adds, such as leftovers of an
 * earlier injection: the API server rejects duplicate names.
 */
final class NameCheck {
  private NameCheck() {}

  static void check(
      AdmittedPod pod, InjectionContext injection, PodOptions options, DecisionNotes notes) {
    var added = injection.injector().cniEnabled() ? ContainerKind.VALIDATION : ContainerKind.INIT;
    containers("spec.containers", pod.containers(), added.containerName(), notes);
    containers("spec.initContainers", pod.initContainers(), added.containerName(), notes);
    for (var volume : Volumes.of(injection.injector(), options)) {
      var name = volume.path("name").asText();
      if (pod.volumes().contains(name)) {
        reject("spec.volumes[" + name + "]", "volume", notes);
      }
    }
  }

  private static void containers(
      String list, List<ContainerView> containers, String name, DecisionNotes notes) {
    if (containers.stream().anyMatch(container -> container.name().equals(name))) {
      reject(list + "[" + name + "]", "container", notes);
    }
  }

  private static void reject(String path, String what, DecisionNotes notes) {
    notes.reject(
        Stage.RESULT,
        RejectReason.NAME_TAKEN,
        path,
        "injection adds a "
            + what
            + " of this name; is it left from an earlier injection? 'higuma uninject' removes it");
  }
}
