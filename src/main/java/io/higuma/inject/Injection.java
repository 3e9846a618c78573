package io.higuma.inject;

import io.higuma.settings.Injector;
import io.higuma.settings.Settings;

/**
 * What every decision is made under. Immutable; a change of settings is a new one.
 *
 * @param settings the settings in force
 * @param nativeSidecars whether the sidecar becomes a restartable init container: wanted by the
 *     settings and supported by the API server
 * @param caCertificate PEM of the authority that sidecars trust; empty where none is known
 */
public record Injection(Settings settings, boolean nativeSidecars, String caCertificate) {

  /** The settings of the injector. */
  Injector injector() {
    return settings.runtime().kubernetes().injector();
  }

  /** Where sidecars find their control plane. */
  String controlPlaneUrl() {
    return "https://"
        + settings.runtime().kubernetes().controlPlaneServiceName()
        + "."
        + settings.store().kubernetes().systemNamespace()
        + ":"
        + settings.dpServer().port();
  }
}
