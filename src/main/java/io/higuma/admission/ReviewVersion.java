package io.higuma.admission;

import java.util.Optional;

/** Supported versions of {@code AdmissionReview}. A response has the version of its request. */
public enum ReviewVersion {
  /** The current version. */
  V1("admission.k8s.io/v1"),
  /** The version before; some clients still send it. */
  V1BETA1("admission.k8s.io/v1beta1");

  private final String apiVersion;

  ReviewVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  String apiVersion() {
    return apiVersion;
  }

  static Optional<ReviewVersion> of(String apiVersion) {
    for (var version : values()) {
      if (version.apiVersion.equals(apiVersion)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
