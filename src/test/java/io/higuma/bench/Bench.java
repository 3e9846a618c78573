package io.higuma.bench;

import io.higuma.bench.Results.Found;
import io.higuma.bench.Results.Measurement;
import io.higuma.bench.Results.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the benchmarks of the build and writes the results after each part. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures what is built in target, and writes performance.md.")
final class Bench implements Callable<Integer> {
  @Mixin private final Plan plan = new Plan();

  /** Runs the benchmarks. */
  static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(arguments));
  }

  /** Returns the number of failed parts. */
  @Override
  public Integer call() throws IOException {
    List<Candidate> candidates = plan.candidates();
    if (candidates.isEmpty()) {
      System.err.println("Nothing is built: see `make native` and `make build`");
      return 1;
    }
    Path raw = plan.out().resolve("benchmarks").resolve("performance.json");
    Results results = Results.continuing(raw, Machine.here());
    candidates.forEach(
        each ->
            results
                .candidates()
                .put(each.label(), new Subject(each.isJar(), each.before(), each.words())));
    int failed = 0;
    try (Lab lab = new Lab(plan, candidates)) {
      for (Part part : plan.parts()) {
        Measurement measurement = measure(lab, part);
        failed += measurement.missing().startsWith("it failed") ? 1 : 0;
        results.parts().put(part.key(), measurement);
        results.write(raw);
        Files.writeString(plan.out().resolve("performance.md"), new Report(results).text());
      }
    }
    return failed;
  }

  /** Measures a part; a failure does not stop the others. */
  private Measurement measure(Lab lab, Part part) {
    System.out.println(part.key());
    Instant start = Instant.now();
    String load = Machine.load();
    Found found;
    try {
      found = lab.measure(part);
    } catch (IOException | RuntimeException | AssertionError failed) {
      System.err.println(part.key() + " failed: " + failed);
      found =
          Found.nothing(
              "it failed: " + String.valueOf(failed.getMessage()).lines().findFirst().orElse(""));
    }
    return new Measurement(
        start.truncatedTo(ChronoUnit.SECONDS).toString(),
        System.getProperty("commit", ""),
        load,
        Duration.between(start, Instant.now()).toSeconds(),
        plan.settings(part),
        found.rounds(),
        found.raw(),
        found.missing());
  }
}
