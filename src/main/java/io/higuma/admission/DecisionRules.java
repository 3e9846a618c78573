package io.higuma.admission;

import io.higuma.inject.InjectionContext;
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
public record DecisionRules(SidecarInjector injector, PodValidator pods, PatchValidator patches) {

  /** Those that follow from these settings. */
  public static DecisionRules of(InjectionContext injection) {
    return new DecisionRules(
        new SidecarInjector(injection),
        new PodValidator(injection.settings()),
        new PatchValidator(injection));
  }
}
