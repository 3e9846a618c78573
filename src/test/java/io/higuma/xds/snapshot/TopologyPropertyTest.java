package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.dataplane.ServiceView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A topology that follows changes equals one that is built from the last state. */
class TopologyPropertyTest {
  private static final List<String> PODS = List.of("a", "b", "c", "d");
  private static final List<String> SERVICES = List.of("web", "db");

  /**
   * A change.
   *
   * @param kind what changes; the other numbers say how
   */
  record Change(int kind, int subject, int form) {}

  /** The last state, by name. */
  private record Cluster(
      Map<String, ProxyNetworking> pods,
      Map<String, ServiceView> services,
      Map<String, String> vips) {
    Cluster() {
      this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 10))
        .as(Change::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void followsChangesAsIfBuiltFromTheLastState(
      @ForAll("changes") List<Change> changes, @ForAll Random order) {
    Topology followed = new Topology(TestMesh.OPTIONS);
    Cluster last = new Cluster();
    for (Change change : changes) {
      apply(change, followed, last);
    }
    followed.refresh();

    Topology fresh = fresh(last, order);

    for (String pod : PODS) {
      assertThat(resources(followed, pod)).as(pod).isEqualTo(resources(fresh, pod));
    }
    assertThat(followed.services("default")).isEqualTo(fresh.services("default"));
  }

  @Property(tries = 300)
  void aSnapshotBuiltUponTheEarlierOneEqualsANewOne(@ForAll("changes") List<Change> changes) {
    Topology topology = new Topology(TestMesh.OPTIONS);
    Cluster last = new Cluster();
    Map<String, ProxySnapshot> earlier = new HashMap<>();
    for (Change change : changes) {
      apply(change, topology, last);
      topology.refresh();
      for (String pod : PODS) {
        Optional<ProxySnapshot> built =
            topology.snapshot(
                TestMesh.proxy(pod), TestMesh.NODE, Optional.ofNullable(earlier.get(pod)));
        assertThat(resources(built))
            .as("%s after %s", pod, change)
            .isEqualTo(resources(topology, pod));
        built.ifPresent(snapshot -> earlier.put(pod, snapshot));
      }
    }
  }

  @Property(tries = 300)
  void aProxyWhoseSnapshotChangesIsAffected(@ForAll("changes") List<Change> changes) {
    Topology topology = new Topology(TestMesh.OPTIONS);
    Cluster last = new Cluster();
    for (Change change : changes) {
      Map<String, List<XdsResource>> before = new HashMap<>();
      PODS.forEach(pod -> before.put(pod, resources(topology, pod)));
      apply(change, topology, last);
      List<MeshChanges> all = topology.refresh();
      for (String pod : PODS) {
        if (!resources(topology, pod).equals(before.get(pod))) {
          assertThat(all)
              .as("%s after %s", pod, change)
              .anyMatch(one -> topology.affects(one, TestMesh.proxy(pod)));
        }
      }
    }
  }

  private static void apply(Change change, Topology topology, Cluster last) {
    switch (change.kind()) {
      case 0 -> {
        String pod = PODS.get(change.subject());
        if (change.form() == 0) {
          last.pods().remove(pod);
        } else {
          last.pods().put(pod, networking(change));
        }
        topology.dataplane(TestMesh.proxy(pod), last.pods().get(pod));
      }
      case 1 -> {
        String name = SERVICES.get(change.subject() % SERVICES.size());
        ServiceView before = last.services().get(name);
        if (change.form() == 0) {
          last.services().remove(name);
        } else {
          last.services().put(name, service(name, change.form()));
        }
        topology.service(before, last.services().get(name));
      }
      case 2 -> {
        String tag = SERVICES.get(change.subject() % SERVICES.size()) + "_demo_svc_80";
        if (change.form() == 0) {
          last.vips().remove(tag);
        } else {
          last.vips().put(tag, "240.0.0." + change.form());
        }
        topology.vips("default", last.vips());
      }
      default -> topology.refresh();
    }
  }

  private static Topology fresh(Cluster last, Random order) {
    Topology topology = new Topology(TestMesh.OPTIONS);
    List<Runnable> parts = new ArrayList<>();
    last.pods()
        .forEach((pod, one) -> parts.add(() -> topology.dataplane(TestMesh.proxy(pod), one)));
    last.services().values().forEach(one -> parts.add(() -> topology.service(null, one)));
    parts.add(() -> topology.vips("default", last.vips()));
    Collections.shuffle(parts, order);
    parts.forEach(Runnable::run);
    topology.refresh();
    return topology;
  }

  private static ServiceView service(String name, int form) {
    return form < 4
        ? TestMesh.service(name, "None", 80)
        : TestMesh.service(name, "10.96.0." + form, form < 7 ? 80 : 81);
  }

  private static ProxyNetworking networking(Change change) {
    Sidecar sidecar = Sidecar.at("10.0.0." + change.subject());
    return (switch (change.form()) {
          case 1 -> sidecar.serving("web_demo_svc_80", 8080, "http");
          case 2 -> sidecar.serving("web_demo_svc_80", 8080, "tcp", State.NOT_READY);
          case 3 -> sidecar.instance("db_demo_svc_80", 5432, PODS.get(change.subject()));
          case 4 ->
              sidecar
                  .serving("web_demo_svc_80", 8080, "http")
                  .serving("db_demo_svc_80", 5432, "tcp", State.IGNORED);
          case 5 -> sidecar.directAccess("*").withoutService("none_demo_svc");
          case 6 ->
              sidecar.reachableServices("web_demo_svc_80").serving("web_demo_svc_80", 1, "grpc");
          case 7 -> atOneAddress("web_demo_svc_80", change, State.READY);
          case 8 -> atOneAddress("db_demo_svc_80", change, State.READY);
          case 9 -> atOneAddress("db_demo_svc_80", change, State.NOT_READY);
          default -> sidecar.withoutService("none_demo_svc");
        })
        .networking();
  }

  /** As of a failed Pod and of the one that has got its address. */
  private static Sidecar atOneAddress(String service, Change change, State state) {
    return Sidecar.at("10.0.0.9").instance(service, 5432, PODS.get(change.subject()), state);
  }

  private static List<XdsResource> resources(Topology topology, String pod) {
    return resources(topology.snapshot(TestMesh.proxy(pod), TestMesh.NODE));
  }

  private static List<XdsResource> resources(Optional<ProxySnapshot> snapshot) {
    return snapshot.stream()
        .flatMap(some -> Arrays.stream(ResourceType.values()).map(some::of))
        .flatMap(set -> set.all().stream())
        .toList();
  }
}
