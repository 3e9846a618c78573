package io.higuma.cli;

import io.higuma.sandbox.kube.KubeBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The packaged program under the names that kubectl looks for, as users link it: links to the
 * executable in the system property {@code higuma.executable}, else to {@code ./higuma} of a
 * checkout with the packaged jar.
 */
final class LinkedProgram {
  /** The plugin of kubectl. */
  static final String PLUGIN = "kubectl-higuma";

  private static final String EXECUTABLE = System.getProperty("higuma.executable", "");
  private static final List<String> NAMES = List.of("higuma", PLUGIN, "kubectl_complete-higuma");

  private final Path folder;

  private LinkedProgram(Path folder) {
    this.folder = folder;
  }

  /** Creates the links, and one to kubectl, in {@code bin} of this folder. */
  static LinkedProgram in(Path folder) throws IOException {
    var program =
        EXECUTABLE.isEmpty()
            ? checkout(folder.resolve("checkout"))
            : Path.of(EXECUTABLE).toAbsolutePath();
    var bin = Files.createDirectories(folder.resolve("bin"));
    for (var name : NAMES) {
      Files.createSymbolicLink(bin.resolve(name), program);
    }
    var kubectl = KubeBinaries.find(System.getenv()).orElseThrow().command("kubectl");
    Files.createSymbolicLink(bin.resolve("kubectl"), kubectl.toAbsolutePath());
    return new LinkedProgram(folder);
  }

  /** A checkout without sources, so that the launcher has nothing to build. */
  private static Path checkout(Path home) throws IOException {
    for (var empty : List.of("src/main", "helm/higuma/crds", "target", "scripts")) {
      Files.createDirectories(home.resolve(empty));
    }
    Files.createFile(home.resolve("pom.xml"));
    for (var script : List.of("higuma", "scripts/jdk", "scripts/missing")) {
      Files.copy(Path.of(script), home.resolve(script));
    }
    // Later than the others, and thus not outdated.
    Files.createSymbolicLink(
        home.resolve("target/higuma-runner.jar"),
        Path.of("target", "higuma-runner.jar").toAbsolutePath());
    return home.resolve("higuma");
  }

  /** Runs the program under one of its names, with the kubeconfig of the folder. */
  CommandRun run(String name, List<String> arguments) {
    var bin = folder.resolve("bin");
    var env =
        Map.of(
            "KUBECONFIG",
            folder.resolve("config").toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "PATH",
            bin + ":" + System.getenv("PATH"));
    return CommandRun.program(bin.resolve(name), folder, env, "", arguments);
  }
}
