package io.higuma.testing;

import io.higuma.sandbox.kube.KubeBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The Kubernetes implementation of this test run. */
enum KubeSource {
  /** Local processes. */
  PROCESSES,
  /** k3s in Docker. */
  DOCKER,
  /** Not available: tests that need it are skipped. */
  NONE;

  /** {@code make} shows this file at its end. */
  private static final Path NOT_RUN = Path.of("target", "kube-tests-not-run");

  private static final String HINT = "run 'make kube' (it needs Go), or start Docker";

  /** Computed once: detecting Docker is slow if it is installed but not running. */
  private static final class Found {
    private static final KubeSource SOURCE =
        hasProcesses() ? PROCESSES : K3sKubeApi.isPossible() ? DOCKER : NONE;
  }

  static KubeSource find() {
    return Found.SOURCE;
  }

  KubeApi start() {
    return switch (this) {
      case PROCESSES -> LocalKubeApi.start();
      case DOCKER -> K3sKubeApi.start();
      case NONE -> throw new IllegalStateException("No Kubernetes: " + HINT);
    };
  }

  /** Skips the calling test, or fails it in CI, if there is no Kubernetes. */
  void orSkip(Class<?> test) {
    if (this == NONE) {
      skip(test.getSimpleName(), "no Kubernetes");
    }
  }

  private static boolean hasProcesses() {
    return KubeBinaries.find(System.getenv()).isPresent();
  }

  /** As {@link #orSkip}, for tests of the API server's processes. Does not detect Docker. */
  static void orSkipWithoutProcesses(Class<?> test) {
    if (!hasProcesses()) {
      skip(test.getSimpleName(), "no kube-apiserver of its own");
    }
  }

  /** Skips the calling test, or fails it in CI; {@code what} is reported as not run. */
  static void skip(String what, String reason) {
    String message = reason + ": " + HINT;
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(message);
    }
    try {
      Files.createDirectories(NOT_RUN.toAbsolutePath().getParent());
      Files.writeString(NOT_RUN, what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Assumptions.abort(message);
  }
}
