package io.higuma.testing;

import io.higuma.sandbox.kube.KubeBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the tests of this run get Kubernetes from. */
enum KubeSource {
  /** Processes of this machine. */
  PROCESSES,
  /** k3s in Docker. */
  DOCKER,
  /** Nowhere: the tests that need it are not run. */
  NONE;

  /** {@code make test} shows this file at its end. */
  private static final Path NOT_RUN = Path.of("target", "kube-tests-not-run");

  private static final String HINT = "run 'make kube' (it needs Go), or start Docker";

  /** Looked up once: asking for Docker takes a while where it is installed and not running. */
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

  /** Ends the calling test as skipped, or as failed in CI, when there is no Kubernetes at all. */
  void orSkip(Class<?> test) {
    if (this == NONE) {
      skip(test.getSimpleName(), "no Kubernetes");
    }
  }

  private static boolean hasProcesses() {
    return KubeBinaries.find(System.getenv()).isPresent();
  }

  /** As {@link #orSkip}, for tests of the API server's processes. Does not ask for Docker. */
  static void orSkipWithoutProcesses(Class<?> test) {
    if (!hasProcesses()) {
      skip(test.getSimpleName(), "no kube-apiserver of its own");
    }
  }

  /** Ends the calling test as skipped, or as failed in CI; {@code what} is shown as not run. */
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
