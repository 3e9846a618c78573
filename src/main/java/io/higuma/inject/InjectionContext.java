package io.higuma.inject;

import io.higuma.settings.Injector;
import io.higuma.settings.Settings;

/**
 * Configuration that all decisions share. Immutable; changed settings need a new instance.
 *
 * @param settings the settings in force
 * @param nativeSidecars whether the sidecar is a restartable init container: enabled in the
 *     settings and supported by the API server
 * @param caCertificate PEM of the CA that sidecars trust; empty if unknown
 * @param provenance written on Pods as an annotation
 */
public record InjectionContext(
    Settings settings, boolean nativeSidecars, String caCertificate, Provenance provenance) {

  /** Without provenance: no annotation is written. */
  public InjectionContext(Settings settings, boolean nativeSidecars, String caCertificate) {
    this(settings, nativeSidecars, caCertificate, Provenance.NONE);
  }

  /**
   * A copy that writes the provenance annotation.
   *
   * @param version the version of Higuma
   * @param settingsDigest digest of the settings that rendering reads ({@code RenderingDigest})
   */
  public InjectionContext markedWith(String version, String settingsDigest) {
    return new InjectionContext(
        settings,
        nativeSidecars,
        caCertificate,
        Provenance.of(version, settingsDigest, nativeSidecars, caCertificate));
  }

  /** A copy with this kind of sidecar and the same provenance. */
  InjectionContext withNativeSidecars(boolean isNative) {
    return new InjectionContext(settings, isNative, caCertificate, provenance);
  }

  /** The injector settings. */
  Injector injector() {
    return settings.runtime().kubernetes().injector();
  }

  /** URL at which sidecars reach the control plane. */
  String controlPlaneUrl() {
    return "https://"
        + settings.runtime().kubernetes().controlPlaneServiceName()
        + "."
        + settings.store().kubernetes().systemNamespace()
        + ":"
        + settings.dpServer().port();
  }
}
