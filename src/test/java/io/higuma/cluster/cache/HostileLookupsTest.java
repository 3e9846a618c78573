package io.higuma.cluster.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.cluster.client.ClusterSnapshot;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.kuma.KubernetesName;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.HostileNames;
import io.higuma.testing.RecordingApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/** Tests that a lookup with a hostile name requests that object only, or sends no request. */
class HostileLookupsTest {
  private static final String KNOWN = "shop";
  private static final Set<String> FIXED =
      Set.of(
          ("api apis v1 v1alpha1 kuma.io apps discovery.k8s.io namespaces pods services dataplanes"
                  + " meshes containerpatches configmaps replicasets widgets endpointslices"
                  + " kuma-system shop")
              .split(" ", -1));

  private static RecordingApi api;
  private static KubernetesClient client;
  private static ApiCalls calls;
  private static InjectionEvents events;

  /** A lookup by a name from user input. */
  private interface Lookup {
    void run(String name) throws Exception;
  }

  private static List<Lookup> lookups() {
    var live = new LiveSurroundings(calls, "kuma-system");
    var pods = new ClusterPods(calls);
    return List.of(
        live::namespace,
        live::meshExists,
        live::containerPatch,
        live::redirectConfig,
        live::services,
        live::dataplaneMeshes,
        name -> pods.forEach(name, _ -> {}),
        name -> pods.pod(name, KNOWN),
        name -> pods.pod(KNOWN, name),
        name -> pods.template(name, "apps/v1", "ReplicaSet", KNOWN),
        name -> pods.template(KNOWN, "apps/v1", "ReplicaSet", name),
        name -> pods.template(KNOWN, name, "ReplicaSet", KNOWN),
        name -> pods.template(KNOWN, "apps/v1", name, KNOWN),
        name -> ClusterSnapshot.ofPod(calls, name, KNOWN),
        name -> ClusterSnapshot.ofPod(calls, KNOWN, name));
  }

  @BeforeContainer
  static void start() {
    api = new RecordingApi();
    client = api.client();
    calls = new ApiCalls(client);
    events =
        new InjectionEvents(
            client,
            "test",
            Clock.systemUTC(),
            SentEventListener.NONE,
            new SimpleMeterRegistry(),
            LoopSupervisor.uncounted());
    events.start();
  }

  @AfterContainer
  static void stop() {
    events.close();
    client.close();
    api.close();
  }

  @Provide
  Arbitrary<Integer> lookup() {
    return Arbitraries.integers().between(0, lookups().size() - 1);
  }

  @Provide
  Arbitrary<String> hostile() {
    return HostileNames.any();
  }

  @Property(tries = 3000)
  void noTextMakesAFaultOrAnotherRequest(
      @ForAll("lookup") int index, @ForAll("hostile") String text) throws Exception {
    api.forget();

    lookups().get(index).run(text);

    assertThat(api.uris()).allSatisfy(uri -> assertIsLookup(uri, text));
  }

  private static void assertIsLookup(String uri, String text) {
    assertThat(uri).doesNotContain("%", "#");
    var path = URI.create(uri).getRawPath();
    var given = Set.copyOf(Arrays.asList(text.split("/", -1)));
    assertThat(path.substring(1).split("/", -1))
        .allMatch(segment -> FIXED.contains(segment) || given.contains(segment))
        .allMatch(KubernetesName.DNS_SUBDOMAIN::matches);
  }

  @Example
  void eventsAboutOwnersThatCannotBeDoNotEndTheOthers() {
    api.forget();
    for (var name : List.of("a b", "..", "", "a/b", "a?b", "a#b", "%2e", "web-", "ä")) {
      events.refused(InjectionEvents.reference("apps/v1", "ReplicaSet", KNOWN, name, ""), name);
      events.refused(InjectionEvents.reference("apps/v1", "ReplicaSet", name, KNOWN, ""), name);
    }
    events.refused(InjectionEvents.reference("v1", "Pod", "last", "web", ""), "why");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.uris().contains("/apis/events.k8s.io/v1/namespaces/last/events"));
    assertThat(api.uris())
        .allMatch(
            uri ->
                uri.equals("/apis/events.k8s.io/v1/namespaces/" + KNOWN + "/events")
                    || uri.equals("/apis/events.k8s.io/v1/namespaces/last/events"));
  }
}
