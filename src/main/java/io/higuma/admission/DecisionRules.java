package io.higuma.admission;

import io.higuma.inject.InjectionContext;
import io.higuma.inject.PatchValidator;
import io.higuma.inject.PodValidator;
import io.higuma.inject.SidecarInjector;

/**
 * Injector and validators for one version of the settings. Rebuilt when the settings change.
 *
 * @param injector injects sidecars
 * @param pods validates Pods
 * @param patches validates ContainerPatches
 */
public record DecisionRules(SidecarInjector injector, PodValidator pods, PatchValidator patches) {

  /** Builds the rules for these settings. */
  public static DecisionRules of(InjectionContext injection) {
    return new DecisionRules(
        new SidecarInjector(injection),
        new PodValidator(injection.settings()),
        new PatchValidator(injection));
  }
}
