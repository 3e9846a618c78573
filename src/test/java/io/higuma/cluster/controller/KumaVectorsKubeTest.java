package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares Dataplanes and failure Events with those recorded from Kuma 2.14 on a real cluster. */
@NeedsKube
class KumaVectorsKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NODE =
      """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%s","labels":{
       "topology.kubernetes.io/zone":"%s","topology.kubernetes.io/region":"eu",
       "kubernetes.io/hostname":"node-%s"}}}
      """;
  private static LocalKubeApi kube;
  private static Rest rest;
  private static Map<String, List<Play>> plays;
  private static JsonNode profiles;

  @BeforeAll
  static void prepare(LocalKubeApi own) throws IOException {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
    // As in the recording: these let go of Pods that their selectors do not select. Without the
    // garbage collector, as some owners exist by name only.
    kube.startControllers("replicaset", "job", "endpointslice");
    rest.post("/api/v1/nodes", Rest.json(NODE.formatted("a", "z1", "a")));
    rest.post("/api/v1/nodes", Rest.json(NODE.formatted("b", "z2", "b")));
    mesh("default", "{}");
    mesh("blue", "{}");
    mesh("exclusive", "{\"meshServices\":{\"mode\":\"Exclusive\"}}");
    plays = plays();
    assertThat(plays.values().stream().mapToInt(List::size).sum()).isEqualTo(164);
    profiles = Rest.json(new String(open("profiles.json").readAllBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "tuned", "no-inbound-tags"})
  void playedScenariosEndAsRecorded(String profile) throws Exception {
    List<Play> all = Objects.requireNonNull(plays.get(profile));
    Map<String, String> environment = new TreeMap<>();
    profiles
        .path("dataplane")
        .path(profile)
        .properties()
        .forEach(setting -> environment.put(setting.getKey(), setting.getValue().asText()));
    try (var loop = RunningLoop.start(kube.clientAs(KubeUser.ADMIN), environment).awaitLead()) {
      together(all, Play::begin);
      settle(loop);
      together(all, Play::goOn);
      settle(loop);
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(wrong(all)).isEmpty());
      assertThat(loop.counter("higuma_dataplane_faults")).isZero();
      together(all, Play::end);
    }
  }

  /** Waits until every scenario is reconciled and the queue is empty. */
  private static void settle(RunningLoop loop) {
    Awaitility.await().atMost(LIMIT).during(Duration.ofSeconds(1)).until(loop::idle);
  }

  private static List<String> wrong(List<Play> all) throws Exception {
    List<String> wrong = new ArrayList<>();
    together(
        all,
        play -> {
          String found = play.wrong();
          if (found != null) {
            synchronized (wrong) {
              wrong.add(found);
            }
          }
        });
    return wrong;
  }

  private static void together(List<Play> all, Consumer<Play> part)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> parts = new ArrayList<>();
      all.forEach(play -> parts.add(threads.submit(() -> part.accept(play))));
      for (Future<?> done : parts) {
        done.get();
      }
    }
  }

  private static void mesh(String name, String spec) {
    String mesh =
        """
        {"apiVersion":"kuma.io/v1alpha1","kind":"Mesh","metadata":{"name":"%s"},"spec":%s}
        """
            .formatted(name, spec);
    rest.post("/apis/kuma.io/v1alpha1/meshes", Rest.json(mesh));
  }

  private static Map<String, List<Play>> plays() throws IOException {
    Map<String, List<Play>> plays = new TreeMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(open("dataplane.jsonl.gz")), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> new Play(rest, Rest.json(line)))
          .forEach(
              play ->
                  plays
                      .computeIfAbsent(
                          play.scenario().path("profile").asText(), name -> new ArrayList<>())
                      .add(play));
    }
    return plays;
  }

  private static java.io.InputStream open(String name) {
    return Objects.requireNonNull(
        KumaVectorsKubeTest.class.getResourceAsStream("/kuma-2.14/" + name));
  }
}
