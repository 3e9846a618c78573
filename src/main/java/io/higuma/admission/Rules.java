package io.higuma.admission;

import io.higuma.inject.Injection;
import io.higuma.inject.PatchValidator;
import io.higuma.inject.PodValidator;
import io.higuma.inject.SidecarInjector;

/**
 * What calls are decided by. A change of settings makes new ones.
 *
 * @param injector who gets a sidecar and which
 * @param pods which Pods must not be stored
 * @param patches which ContainerPatches must not be stored
 */
public record Rules(SidecarInjector injector, PodValidator pods, PatchValidator patches) {

  /** Those that follow from these settings. */
  public static Rules of(Injection injection) {
    return new Rules(
        new SidecarInjector(injection),
        new PodValidator(injection.settings()),
        new PatchValidator(injection));
  }
}
