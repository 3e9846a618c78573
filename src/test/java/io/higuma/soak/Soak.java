package io.higuma.soak;

import io.higuma.testing.LocalKubeApi;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the soak test, and writes its result, its plot and its page. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Runs two replicas under changes and faults, and writes endurance.md.")
final class Soak implements Callable<Integer> {
  @Mixin private final SoakPlan plan = new SoakPlan();

  /** Runs it. */
  static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  /** Returns 1 if an assertion failed. */
  @Override
  public Integer call() {
    var executable = plan.executable();
    executable.ifPresent(path -> System.setProperty("higuma.executable", path.toString()));
    var build = executable.map(Path::getFileName).map(Path::toString).orElse("higuma-runner.jar");
    try (LocalKubeApi kube = LocalKubeApi.start()) {
      var result = SoakRun.run(plan, kube, build);
      EndurancePage.in(plan.out()).write(result);
      result
          .verdicts()
          .forEach(
              verdict ->
                  System.out.printf(
                      "%-12s %s %s%n", verdict.outcome(), verdict.assertion(), verdict.detail()));
      return result.held() ? 0 : 1;
    }
  }
}
