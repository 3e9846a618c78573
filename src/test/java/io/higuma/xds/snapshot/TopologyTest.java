package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ProxyNetworking.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What changes affect. */
class TopologyTest {
  private static final String WEB = "web_demo_svc_80";
  private static final String DB = "db_demo_svc_5432";
  private final TestMesh mesh =
      new TestMesh()
          .pod("client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc"))
          .pod("limited", Sidecar.at("10.0.0.2").reachableServices(WEB))
          .pod("direct", Sidecar.at("10.0.0.3").directAccess(DB))
          .pod("web-1", Sidecar.at("10.0.0.4").serving(WEB, 8080, "http"))
          .pod("db-0", Sidecar.at("10.0.0.5").instance(DB, 5432, "db-0"))
          .with("web", "10.96.0.1", 80)
          .with("db", "None", 5432);
  private final Topology topology = mesh.topology();

  TopologyTest() {
    topology.refresh();
  }

  @Test
  void nothingChangesWithoutAChange() {
    assertThat(topology.refresh()).isEmpty();
  }

  @Test
  void aDataplaneChangesItsServicesAndItself() {
    mesh.pod("web-1", Sidecar.at("10.0.0.4").serving(WEB, 8080, "http", State.NOT_READY));

    assertThat(topology.refresh())
        .containsExactly(new MeshChanges("default", Set.of(WEB), Set.of("web-1.demo")));
  }

  @Test
  void aServiceOnlyProxiesThatReachIt() {
    MeshChanges changes = new MeshChanges("default", Set.of(DB), Set.of());

    assertThat(affected(changes)).containsExactly("client", "direct");
    assertThat(affected(new MeshChanges("default", Set.of(WEB), Set.of())))
        .containsExactly("client", "limited", "direct");
    assertThat(affected(new MeshChanges("other", Set.of(WEB), Set.of("client.demo")))).isEmpty();
  }

  @Test
  void aDataplaneWithoutServicesAffectsItselfAndThoseWithDirectAccess() {
    mesh.pod("job", Sidecar.at("10.0.0.6").withoutService("job_demo_svc"));

    assertThat(topology.refresh()).flatExtracting(this::affected).containsExactly("direct");
    assertThat(affected(new MeshChanges("default", Set.of(), Set.of("client.demo"))))
        .containsExactly("client", "direct");
  }

  @Test
  void aKubernetesServiceChangesTheServiceOfItsPort() {
    topology.service(
        TestMesh.service("web", "10.96.0.1", 80), TestMesh.service("web", "10.96.0.9", 80));

    assertThat(topology.refresh())
        .containsExactly(new MeshChanges("default", Set.of(WEB), Set.of()));
    assertThat(mesh.names("client", ResourceType.LISTENER))
        .contains("outbound:10.96.0.9:80")
        .doesNotContain("outbound:10.96.0.1:80");
  }

  @Test
  void aDeletedKubernetesServiceTakesItsListener() {
    topology.service(TestMesh.service("web", "10.96.0.1", 80), null);

    assertThat(mesh.names("client", ResourceType.LISTENER)).doesNotContain("outbound:10.96.0.1:80");
    assertThat(mesh.names("client", ResourceType.CLUSTER)).contains(WEB);
  }

  @Test
  void virtualIpsChangeTheServicesThatGetOrLoseOne() {
    mesh.vips(Map.of(WEB, "240.0.0.0", DB, "240.0.0.1", "gone_demo_svc_80", "240.0.0.2"));
    assertThat(topology.refresh())
        .containsExactly(new MeshChanges("default", Set.of(WEB, DB), Set.of()));

    mesh.vips(Map.of(WEB, "240.0.0.0"));
    assertThat(topology.refresh())
        .containsExactly(new MeshChanges("default", Set.of(DB), Set.of()));
  }

  @Test
  void aServiceGoesWithItsLastDataplane() {
    mesh.without("web-1");

    assertThat(topology.services("default")).containsExactly(DB);
    assertThat(mesh.names("client", ResourceType.CLUSTER)).doesNotContain(WEB);
    assertThat(topology.networking(TestMesh.proxy("web-1"))).isEmpty();
    assertThat(topology.snapshot(TestMesh.proxy("web-1"), TestMesh.NODE)).isEmpty();
  }

  @Test
  void podsWithoutServicesAreNoServices() {
    assertThat(topology.services("default")).containsExactlyInAnyOrder(WEB, DB);
    assertThat(topology.services("other")).isEmpty();
  }

  @Test
  void aChangeOfReadinessKeepsAllButTheEndpoints() {
    ProxySnapshot before = mesh.snapshot("client");
    mesh.pod("web-1", Sidecar.at("10.0.0.4").serving(WEB, 8080, "http", State.NOT_READY));
    topology.refresh();

    ProxySnapshot after =
        topology
            .snapshot(TestMesh.proxy("client"), TestMesh.NODE, Optional.of(before))
            .orElseThrow();

    assertThat(after.of(ResourceType.CLUSTER)).isSameAs(before.of(ResourceType.CLUSTER));
    assertThat(after.of(ResourceType.LISTENER)).isSameAs(before.of(ResourceType.LISTENER));
    assertThat(after.of(ResourceType.ENDPOINT).version())
        .isNotEqualTo(before.of(ResourceType.ENDPOINT).version());
  }

  @Test
  void proxiesThatGetAllServicesShareTheSetOfEndpoints() {
    mesh.pod("web-2", Sidecar.at("10.0.0.7").serving(WEB, 8080, "http"));
    topology.refresh();

    ResourceSet all = mesh.snapshot("client").of(ResourceType.ENDPOINT);

    assertThat(mesh.snapshot("web-2").of(ResourceType.ENDPOINT)).isSameAs(all);
    assertThat(mesh.names("limited", ResourceType.ENDPOINT)).containsExactly(WEB);
    assertThat(all.all()).hasSize(3);
    assertThat(mesh.names("db-0", ResourceType.ENDPOINT)).containsOnly(WEB, DB);
  }

  @Test
  void aChangeOfReadinessOfAnInstanceReachesAnEarlierSnapshot() {
    mesh.pod("db-1", Sidecar.at("10.0.0.8").instance(DB, 5432, "db-1"));
    topology.refresh();
    Map<String, ProxySnapshot> before =
        Map.of("client", mesh.snapshot("client"), "db-0", mesh.snapshot("db-0"));
    mesh.pod("db-1", Sidecar.at("10.0.0.8").instance(DB, 5432, "db-1", State.NOT_READY));
    topology.refresh();

    before.forEach(
        (proxy, older) -> {
          ProxySnapshot after =
              topology
                  .snapshot(TestMesh.proxy(proxy), TestMesh.NODE, Optional.of(older))
                  .orElseThrow();
          ResourceSet endpoints = after.of(ResourceType.ENDPOINT);
          assertThat(endpoints.all())
              .isEqualTo(mesh.snapshot(proxy).of(ResourceType.ENDPOINT).all())
              .isNotEqualTo(older.of(ResourceType.ENDPOINT).all());
          assertThat(after.of(ResourceType.LISTENER)).isSameAs(older.of(ResourceType.LISTENER));
        });
  }

  @Test
  void meshesDoNotSeeEachOther() {
    var other = new ProxyIdentity("other", "client", "demo");
    topology.dataplane(other, Sidecar.at("10.0.0.9").networking());

    assertThat(topology.refresh())
        .containsExactly(new MeshChanges("other", Set.of(), Set.of("client.demo")));
    assertThat(
            topology.snapshot(other, TestMesh.NODE).orElseThrow().of(ResourceType.ENDPOINT).all())
        .isEmpty();
  }

  private List<String> affected(MeshChanges changes) {
    return List.of("client", "limited", "direct").stream()
        .filter(pod -> topology.affects(changes, TestMesh.proxy(pod)))
        .toList();
  }
}
