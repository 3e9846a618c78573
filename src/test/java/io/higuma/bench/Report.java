package io.higuma.bench;

import io.higuma.bench.Results.Measurement;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes results as a Markdown page. */
record Report(Results results) {
  private static final String HEAD =
      """
      # Performance

      Written by `make bench`, with the raw results in [performance.json](benchmarks/performance.json). MB are millions
      of bytes. What one call costs and how Dataplanes follow Pods have pages of their own, with older runs:
      [injection](benchmarks/injection.md), [Dataplanes](benchmarks/dataplanes.md).

      """;

  private static final String METHOD =
      """
      ## Method

      A kube-apiserver and an etcd run on the same cores as everything else, with Kuma's definitions, one Mesh and a
      namespace whose Pods are injected; the authority's Secret is there from an earlier run. Candidates take turns: each
      has its first round before any has its second. Each round starts the process anew. A jar runs with a cache of classes
      from a run without a cluster, as `./higuma` and the JVM's image make it. The call is a
      [review](../src/test/resources/bench/review.json) of 2.3 kB with one Pod of one container. An answer counts if
      it lets the Pod in and its patch has the sidecar; all later answers must have the same bytes.

      - **cold**: from before the process is forked until the first right answer has been read, with a whole TLS
        handshake. A connection is tried every millisecond.
      - **rss**: `VmRSS` of the process, and `RssAnon`, which no other process can share.
      - **throughput**: `wrk` with one thread and eight kept connections, on the same cores, after a warm-up twice
        as long. Then the candidate ends, and a server of Vert.x on a JVM, which answers each request with the bytes of the
        candidate's response, is measured in the same way.
      - **latency**: eight kept connections, from the moment a call was due to the end of its answer, also when it had to
        wait for an earlier one. The timer that sends it is late by about 0.06 ms.
      - **pods**: the Pods are there and their Dataplanes are not; memory is read 15 s after all have been written.
      - **streams**: 200 streams, half of them incremental, each on a TLS connection of its own, of Pods of 200 Services
        with five Pods each; all Dataplanes and virtual IPs are there before. The client is a JVM on the same cores. A stream is
        configured when it has endpoints of all services and its listeners. CPU at rest is that of 15 s, 15 s after the last.
        Then one Pod gets unready and ready in turns: from the write of its status until the last of the streams has
        the endpoints, which includes the write of the Dataplane. CPU of a change includes half a second after it.
        DataplaneInsights, at most one a stream and minute, are written before and after that. For comparison, in a
        measurement of its own: kuma-cp 2.14 took about 300 ms of CPU for a generation of configurations at 303 services,
        and 227 MB.
      - **page**: one client requests each view 400 times, 50 ms after the answer before, on a connection that is kept,
        after 50 requests that are not counted. The inventory is renewed in the meantime.
      - **big**: a Pod with 40,000 volumes, one with 10,000 environment variables, one with 10,000 containers, each the
        first call of a process that is ready; then the median of ten more after ten. The load are calls with these
        three in turns on eight connections, while a ninth sends the small review every 20 ms.
      - **scale**: 200 Services; the Pods are created and get ready by eight clients at once, which the API server
        and everything else share two cores with. Lag and CPU are those of that time. Memory is read 15 s after it. Then the
        process is started again: its first injection, and until it has compared each Pod with its Dataplane. Then all
        Dataplanes are deleted, and it is started once more: from its start until all are there again. A client of the
        benchmark that creates the same objects on eight connections, and reads nothing, is the measure of its rate.
      - **jmh**: from the bytes of a review to the bytes of its answer, in this JVM, one short run.
      - **dataplanes**: `make bench-dataplanes ARGS=1000`, classes of this commit on a JVM.
      """;

  /** The whole page. */
  String text() {
    return Stream.of(
            head(),
            new GoalReport(results).text(),
            section(Part.LATENCY, LatencyReport::text),
            section(Part.JMH, part -> ClassReports.jmh(part.raw())),
            section(Part.DATAPLANES, part -> ClassReports.dataplanes(part.raw())),
            METHOD,
            runs())
        .filter(section -> !section.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private String section(Part part, Function<Measurement, String> writer) {
    return results
        .part(part)
        .filter(measurement -> measurement.missing().isEmpty())
        .map(writer)
        .orElse("");
  }

  private String head() {
    Machine machine = results.machine();
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "- Machine: %s, %d cores, %,d MB, %s\n- Java: %s\n"
            .formatted(
                machine.cpu(),
                machine.processors(),
                machine.memoryMegabytes(),
                machine.kernel(),
                machine.java()));
    results
        .candidates()
        .forEach(
            (label, subject) ->
                text.append(
                    "- `%s`%s: `%s run`\n"
                        .formatted(
                            label,
                            subject.before() ? ", to compare with" : "",
                            subject.command())));
    return text.toString();
  }

  private String runs() {
    Table table = new Table("part", "measured", "commit", "load before", "took", "with");
    for (Part part : Part.values()) {
      results
          .part(part)
          .ifPresent(
              run ->
                  table.row(
                      part.key(),
                      run.measured(),
                      run.commit(),
                      run.loadBefore(),
                      run.seconds() + " s",
                      run.settings().entrySet().stream()
                          .map(setting -> setting.getKey() + " " + setting.getValue())
                          .collect(Collectors.joining(", "))));
    }
    return "## Runs\n\n" + table;
  }
}
