package io.higuma.admission;

import io.higuma.inject.PodValidator;
import io.higuma.inject.SidecarInjector;

/**
 * What calls are decided by. A change of settings makes new ones.
 *
 * @param injector who gets a sidecar and which
 * @param validator which Pods must not be stored
 */
public record Rules(SidecarInjector injector, PodValidator validator) {}
