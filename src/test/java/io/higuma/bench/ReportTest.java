package io.higuma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.higuma.bench.Results.Measurement;
import io.higuma.bench.Results.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE = new Machine("Some CPU", 2, 16000, "Linux 6", "JVM 25");

  private final Results results =
      new Results(MACHINE, new LinkedHashMap<>(), new LinkedHashMap<>());

  @Test
  void showsMedianAndRangeBesideTheTarget() {
    candidate("native", false, false);
    measured(Part.COLD, Map.of("native", rounds("millis", 95, 80, 130)));

    assertThat(page())
        .contains(
            "| from start to first injection, kubeconfig, ms | native | ≤ 120 | 95 | 80 – 130 | met |")
        .contains("No target is missed.");
  }

  @Test
  void listsMissedTargets() {
    candidate("native", false, false);
    candidate("jvm", true, false);
    measured(
        Part.THROUGHPUT,
        Map.of("native", rounds("perSecond", 6100), "jvm", rounds("perSecond", 8999)));

    assertThat(page())
        .contains("| injections a second at full load | native | ≥ 6,000 | 6,100 |  | met |")
        .contains("| injections a second at full load | jvm | ≥ 9,000 | 8,999 |  | **missed** |")
        .contains("- `jvm`: injections a second at full load is 8,999, target ≥ 9,000.")
        .doesNotContain("- `native`: injections");
  }

  @Test
  void saysHowManyPodsThereWere() {
    candidate("native", false, false);
    measured(Part.PODS, Map.of("native", rounds("podsRss", 230)));

    assertThat(page())
        .contains(
            "| RSS with 10,000 Pods and Dataplanes, MB | native | ≤ 100 | 230 |  | **missed** |");
  }

  @Test
  void saysWhichBuildsHaveNoStreams() {
    candidate("native", false, false);
    candidate("old", false, true);
    put(
        Part.STREAMS,
        Map.of("native", rounds("connectedRss", 110)),
        NullNode.instance,
        "`old` has no port for sidecars");

    assertThat(page())
        .contains("streams of sidecars, MB | native | ≤ 120 | 110 |  | met |")
        .contains("Not measured: streams, `old` has no port for sidecars.");
  }

  @Test
  void hasNoTargetsForComparisons() {
    candidate("old", false, true);
    measured(Part.COLD, Map.of("old", rounds("millis", 700)));

    assertThat(page())
        .contains("| from start to first injection, kubeconfig, ms | old |  | 700 |  |  |")
        .contains("`old`, to compare with:")
        .contains("No target is missed.");
  }

  @Test
  void listsPartsThatWereNotMeasured() {
    put(Part.THROUGHPUT, Map.of(), NullNode.instance, "no wrk");

    assertThat(page()).contains("Not measured: throughput, no wrk.");
  }

  @Test
  void showsLatencyOfEachRateAndHowBusyTheMachineWas() {
    candidate("native", false, false);
    var round = new LinkedHashMap<String, Double>();
    for (int rate : ServerBench.RATES) {
      List.of("p50", "p99", "p999", "max", "failed")
          .forEach(name -> round.put(rate + name, rate + name.length() / 10.0));
    }
    measured(Part.LATENCY, Map.of("native", List.of(round)));

    assertThat(page())
        .contains("| 4000 | native | 4,000 | 4,000 | 4,000 | 4,000 | 4,001 |")
        .contains("| latency | today | abc | 0.1 0.2 0.3 | 7 s | pods 10000 |");
  }

  @Test
  void showsBenchmarksOfClasses() throws IOException {
    raw(
        Part.JMH,
        """
        [{"benchmark": "wholeCall", "pod": "small", "score": 41.25, "error": 3, "unit": "us/op"}]
        """);
    raw(
        Part.DATAPLANES,
        """
        {"restart": {"writes": 1}, "backlog": {"perSecondWhileWriting": 287.0}}
        """);

    assertThat(page())
        .contains("| wholeCall | small | 41.3 | 3 | us/op |")
        .contains("| writes after a restart | 0 | 1 | **missed** |")
        .contains("| all Dataplanes missing, written a second | ≥ 250 | 287 | met |");
  }

  @Test
  void keepsOtherPartsOfAnEarlierRunOnTheSameMachine(@TempDir Path folder) throws IOException {
    var file = folder.resolve("benchmarks").resolve("performance.json");
    candidate("native", false, false);
    measured(Part.SIZE, Map.of("native", rounds("size", 80)));
    results.write(file);

    var again = Results.continuing(file, MACHINE);

    assertThat(again).isEqualTo(results);
    var other = new Machine("Another CPU", 2, 16000, "Linux 6", "JVM 25");
    assertThat(Results.continuing(file, other).parts()).isEmpty();
  }

  private String page() {
    return new Report(results).text();
  }

  private void candidate(String label, boolean jar, boolean before) {
    results.candidates().put(label, new Subject(jar, before, "higuma"));
  }

  private void measured(Part part, Map<String, List<Map<String, Double>>> rounds) {
    put(part, rounds, NullNode.instance, "");
  }

  private void raw(Part part, String json) throws IOException {
    put(part, Map.of(), new ObjectMapper().readTree(json), "");
  }

  private void put(
      Part part, Map<String, List<Map<String, Double>>> rounds, JsonNode raw, String missing) {
    results
        .parts()
        .put(
            part.key(),
            new Measurement(
                "today", "abc", "0.1 0.2 0.3", 7, Map.of("pods", 10_000), rounds, raw, missing));
  }

  private static List<Map<String, Double>> rounds(String name, double... values) {
    return Arrays.stream(values).mapToObj(value -> Map.of(name, value)).toList();
  }
}
