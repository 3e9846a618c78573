package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Lifecycle of a Dataplane: Pod changes and Pod deletion. */
@NeedsKube
class DataplaneLifeKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static LocalKubeApi kube;
  private static Rest rest;
  private static RunningLoop loop;
  private Fleet fleet;

  @BeforeAll
  static void prepare(LocalKubeApi own) {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
    kube.startControllers();
    loop = RunningLoop.start(kube.clientAs(KubeUser.ADMIN), Map.of()).awaitLead();
  }

  @AfterAll
  static void end() {
    loop.close();
  }

  @BeforeEach
  void createPods(TestInfo test) {
    String method = test.getTestMethod().orElseThrow().getName();
    fleet = Fleet.create(rest, method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT), 2);
    fleet.awaitRight();
  }

  @Test
  void deletedByHandItComesBack() {
    String before = uid(rest.get(fleet.dataplane(0)).orElseThrow());
    rest.delete(fleet.dataplane(0));
    await(
        () ->
            assertThat(rest.get(fleet.dataplane(0)).map(DataplaneLifeKubeTest::uid))
                .isPresent()
                .isNotEqualTo(Optional.of(before)));
    fleet.awaitRight();
  }

  @Test
  void editedByHandItIsPutRight() {
    edit("{\"spec\":{\"networking\":{\"address\":\"10.66.66.66\"}}}");
    fleet.awaitRight(LIMIT);
    edit("{\"spec\":{\"networking\":{\"inbound\":[]}}}");
    fleet.awaitRight(LIMIT);
  }

  @Test
  void whileItsPodFlapsItFollows() {
    for (int i = 0; i < 12; i++) {
      fleet.allReady(i % 2 == 1);
      fleet.awaitRight(LIMIT);
    }
    assertThat(loop.counter("higuma_dataplane_contested")).isZero();
  }

  @Test
  void whatOthersWriteBesideOursStays() {
    edit("{\"metadata\":{\"annotations\":{\"others.example/note\":\"mine\"}}}");
    edit("{\"spec\":{\"networking\":{\"address\":\"10.66.66.66\"}}}");
    fleet.awaitRight(LIMIT);
    fleet.ready(0, false);
    fleet.awaitRight(LIMIT);
    JsonNode metadata = rest.get(fleet.dataplane(0)).orElseThrow().path("metadata");
    assertThat(metadata.path("annotations").path("others.example/note").asText()).isEqualTo("mine");
  }

  @Test
  void whileItsPodTerminatesItsInboundsAreNotReady() {
    rest.delete(fleet.pod(0));
    await(
        () -> {
          JsonNode dataplane = rest.get(fleet.dataplane(0)).orElseThrow();
          assertThat(states(dataplane)).isNotEmpty().containsOnly("NotReady");
        });
    assertThat(states(rest.get(fleet.dataplane(1)).orElseThrow())).containsOnly("Ready");
    fleet.awaitRight();
  }

  @Test
  void aTerminatingPodThatCannotBeConvertedIsNotReady() {
    double before = failures();
    service("invalid", "{\"80.service.kuma.io/protocol\":\"unknown\"}", "{}", "8080");
    await(() -> assertThat(failures()).isEqualTo(before + 2));
    rest.delete(fleet.pod(0));
    await(
        () -> {
          JsonNode dataplane = rest.get(fleet.dataplane(0)).orElseThrow();
          assertThat(states(dataplane)).isNotEmpty().containsOnly("NotReady");
        });
    assertThat(states(rest.get(fleet.dataplane(1)).orElseThrow())).containsOnly("Ready");
    assertThat(failures()).isEqualTo(before + 2);
  }

  @Test
  void whatItLacksIsInEventsOnThePodWhenItIsWritten() {
    service("lost", "{}", "{}", "\"nowhere\"");
    service("zone", "{}", "{\"k8s.kuma.io/zone-proxy-type\":\"ingress\"}", "10001");
    await(
        () -> {
          assertThat(loop.stores().services().store().in(fleet.namespace())).hasSize(3);
          assertThat(loop.idle()).isTrue();
        });
    fleet.ready(0, false);
    fleet.awaitRight();
    await(() -> assertThat(warnings()).hasSize(2));
    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "web-0 IncompleteKumaDataplane Generate port_not_found: Pod %1$s/web-0, Service lost, port 80: no container declares a TCP port named 'nowhere'"
                .formatted(fleet.namespace()),
            "web-0 ZoneProxyListenersSkipped SkippedListenerGeneration listeners_need_exclusive_mesh: Pod %1$s/web-0, Service zone: no listeners: the Mesh is not in MeshServices mode Exclusive"
                .formatted(fleet.namespace()));
  }

  @Test
  @DisplayName("reliability 23: deleting a Pod deletes its Dataplane, by its owner reference")
  void itGoesWithItsPod() {
    rest.kill(fleet.pod(0));
    await(() -> assertThat(rest.get(fleet.dataplane(0))).isEmpty());
    fleet.awaitRight();
  }

  @Test
  void aPodOfTheSameNameGetsItsOwn() {
    rest.kill(fleet.pod(0));
    fleet.recreate(0);
    fleet.awaitRight();
  }

  @Test
  void aPodThatHasEndedHasNone() {
    rest.patch(fleet.pod(0) + "/status", Rest.json("{\"status\":{\"phase\":\"Succeeded\"}}"));
    await(() -> assertThat(rest.get(fleet.dataplane(0))).isEmpty());
  }

  @Test
  void kubectlShowsItsServices() {
    String table =
        kube.kubectl("get", "dataplanes", Fleet.name(0), "-n", fleet.namespace()).succeeded().out();
    assertThat(table.lines()).hasSize(2);
    assertThat(table.lines().findFirst().orElseThrow())
        .matches("NAME\\s+KUMA.IO/SERVICE\\s+KUMA.IO/SERVICE\\s*");
    assertThat(table.lines().skip(1).findFirst().orElseThrow())
        .matches(Fleet.name(0) + "\\s+web_" + fleet.namespace() + "_svc_80\\s*");
  }

  @Test
  void whenOtherLabelsOfNodesAreToBeCopiedItHasThem() {
    rest.patch("/api/v1/nodes/fleet", Rest.json("{\"metadata\":{\"labels\":{\"rack\":\"r1\"}}}"));
    var before = new DataplaneSettings("", List.of(), Set.of(), List.of(), false, true);
    loop.use(new DataplaneSettings("", List.of("rack"), Set.of(), List.of(), false, true));
    try {
      await(() -> assertThat(tags(fleet.dataplane(0)).path("rack").asText()).isEqualTo("r1"));
    } finally {
      loop.use(before);
    }
    await(() -> assertThat(tags(fleet.dataplane(0)).has("rack")).isFalse());
  }

  private static JsonNode tags(String dataplane) {
    return rest.get(dataplane).orElseThrow().at("/spec/networking/inbound/0/tags");
  }

  /** Creates another Service of the Pods. */
  private void service(String name, String annotations, String labels, String targetPort) {
    String text =
        """
        {"apiVersion":"v1","kind":"Service",
         "metadata":{"name":"%s","annotations":%s,"labels":%s},
         "spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":%s}]}}
        """
            .formatted(name, annotations, labels, targetPort);
    rest.post("/api/v1/namespaces/" + fleet.namespace() + "/services", Rest.json(text));
  }

  private static double failures() {
    return loop.counter("higuma_dataplane_failures");
  }

  private List<String> warnings() {
    return Warnings.on(rest, fleet.namespace());
  }

  private void edit(String patch) {
    rest.patch(fleet.dataplane(0), Rest.json(patch));
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static List<String> states(JsonNode dataplane) {
    JsonNode inbound = dataplane.path("spec").path("networking").path("inbound");
    return StreamSupport.stream(inbound.spliterator(), false)
        .map(one -> one.path("state").asText("Ready"))
        .toList();
  }
}
