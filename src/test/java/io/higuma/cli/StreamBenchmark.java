package io.higuma.cli;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmark of {@code higuma inject} with many Pods, from text to text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class StreamBenchmark {
  /** Number of Pods. */
  @Param({"500", "5000"})
  public int pods = 500;

  /** A List, a List with a repeated key in each Pod, or a document per Pod. */
  @Param({"list", "repeated", "documents"})
  public String form = "list";

  private String text = "";

  /** Creates the text. */
  @Setup
  public void prepare() {
    text =
        switch (form) {
          case "documents" ->
              IntStream.range(0, pods)
                  .mapToObj(i -> "---\n" + pod(i))
                  .collect(Collectors.joining());
          case "repeated" -> list().replace("\n  spec:\n", "\n    labels: {}\n  spec:\n");
          default -> list();
        };
  }

  private String list() {
    return IntStream.range(0, pods)
        .mapToObj(i -> "- " + pod(i).indent(2).stripLeading())
        .collect(Collectors.joining("", "apiVersion: v1\nkind: List\nitems:\n", ""));
  }

  private static String pod(int number) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      labels: {app: shop} # whose
      name: pod-%1$d
    spec:
      containers:
        - name: app
          image: registry.example/app:%1$d
          ports:
            - {name: http, containerPort: 8080}
          livenessProbe:
            httpGet: {path: /health, port: http}
          env:
            - name: INDEX
              value: "%1$d"
    """
        .formatted(number);
  }

  /** Text to text. */
  @Benchmark
  public int inject() {
    return CommandRun.withInput(text, "inject", "--always", "-").out().length();
  }
}
