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
 * @param provenance what Pods are marked with
 */
public record InjectionContext(
    Settings settings, boolean nativeSidecars, String caCertificate, Provenance provenance) {

  /** Pods are not marked. */
  public InjectionContext(Settings settings, boolean nativeSidecars, String caCertificate) {
    this(settings, nativeSidecars, caCertificate, Provenance.NONE);
  }

  /**
   * The same with Pods marked.
   *
   * @param version of Higuma
   * @param settingsDigest a digest of those settings that rendering reads ({@code RenderingDigest})
   */
  public InjectionContext markedWith(String version, String settingsDigest) {
    return new InjectionContext(
        settings,
        nativeSidecars,
        caCertificate,
        Provenance.of(version, settingsDigest, nativeSidecars, caCertificate));
  }

  /** The same with sidecars of this kind; Pods are marked as before. */
  InjectionContext withNativeSidecars(boolean isNative) {
    return new InjectionContext(settings, isNative, caCertificate, provenance);
  }

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
