package io.higuma.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder with {@code etcd}, {@code kube-apiserver} and {@code kubectl}. */
record KubeBinaries(Path folder) {

  /** The Kubernetes that {@code make kube} builds from {@code src/test/kube}. */
  static final String VERSION = "v1.36.3";

  private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kubectl");

  /** Looks into {@code KUBEBUILDER_ASSETS}, then into the user's cache folder. */
  static Optional<KubeBinaries> find(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home"));
    Path cache =
        variable(environment, "XDG_CACHE_HOME")
            .map(Path::of)
            .orElseGet(() -> home.resolve(".cache"));
    return Stream.concat(
            variable(environment, "KUBEBUILDER_ASSETS").map(Path::of).stream(),
            Stream.of(cache.resolve("higuma").resolve("kube").resolve(VERSION)))
        .filter(folder -> NEEDED.stream().map(folder::resolve).allMatch(Files::isExecutable))
        .map(KubeBinaries::new)
        .findFirst();
  }

  /**
   * The command of that name; it may be missing, as {@code kube-controller-manager} in some sets.
   */
  Path command(String name) {
    return folder.resolve(name).toAbsolutePath();
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
