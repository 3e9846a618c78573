package io.higuma.sandbox.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the binaries of Kubernetes.
 *
 * @param folders the searched folders, in this order
 */
public record KubeBinaries(List<Path> folders) {

  private static final Path MODULE = Path.of("src", "test", "kube", "go.mod");
  private static final String REQUIRED = "k8s.io/kubernetes ";
  private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kubectl");

  /**
   * Those in {@code KUBEBUILDER_ASSETS}, then those in the user's cache folder; empty unless there
   * is an API server. kube-controller-manager may be missing: not every set has it.
   */
  public static Optional<KubeBinaries> find(Map<String, String> environment) {
    List<Path> folders =
        Stream.concat(
                variable(environment, "KUBEBUILDER_ASSETS").map(Path::of).stream(),
                Stream.of(cache(environment)))
            .toList();
    return Optional.of(new KubeBinaries(folders))
        .filter(found -> NEEDED.stream().allMatch(found::has));
  }

  /** The folder that {@code make kube} builds into. */
  public static Path cache(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home"));
    return variable(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> home.resolve(".cache"))
        .resolve("higuma")
        .resolve("kube")
        .resolve(version());
  }

  /** The Kubernetes version that {@code make kube} builds, such as {@code v1.36.3}. */
  public static String version() {
    try (Stream<String> lines = Files.lines(MODULE)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith(REQUIRED))
          .map(line -> line.substring(REQUIRED.length()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No " + REQUIRED + "in " + MODULE));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether the binary exists. */
  public boolean has(String name) {
    return folders.stream().map(folder -> folder.resolve(name)).anyMatch(Files::isExecutable);
  }

  /** The binary, in the first folder that has it. */
  public Path command(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> Path.of(name));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
