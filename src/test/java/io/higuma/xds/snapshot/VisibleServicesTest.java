package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ProxyNetworking.BackendRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reachable services and backends. */
class VisibleServicesTest {
  private final TestMesh mesh =
      new TestMesh()
          .pod("web", Sidecar.at("10.0.0.2").serving("web_demo_svc_80", 8080, "http"))
          .pod("admin", Sidecar.at("10.0.0.3").serving("web_demo_svc_81", 8081, "http"))
          .pod("db", Sidecar.at("10.0.0.4").serving("db_other_svc_5432", 5432, "tcp"))
          .with("web", "10.96.0.1", 80)
          .vips(Map.of("web_demo_svc_80", "240.0.0.0", "db_other_svc_5432", "240.0.0.1"));

  VisibleServicesTest() {
    mesh.topology().service(null, TestMesh.service("web", "ClusterIP", "10.96.0.1", 81));
  }

  @Test
  void allServicesAreReachableByDefault() {
    assertThat(visible(Sidecar.at("10.0.0.1")))
        .containsExactly("db_other_svc_5432", "web_demo_svc_80", "web_demo_svc_81");
  }

  @Test
  void reachableServicesAreListedByTag() {
    assertThat(visible(Sidecar.at("10.0.0.1").reachableServices("web_demo_svc_80", "no_such")))
        .containsExactly("web_demo_svc_80");
    assertThat(mesh.names("client", ResourceType.LISTENER))
        .contains("outbound:240.0.0.0:80")
        .doesNotContain("outbound:240.0.0.1:80");
    assertThat(DnsBodies.of(mesh.snapshot("client")).findValuesAsText("name"))
        .containsExactly("web.demo.svc.80.mesh", "web_demo_svc_80.mesh");
  }

  @Test
  void aBackendIsTheKubernetesServiceOfItsName() {
    assertThat(visible(backends(new BackendRef("MeshService", "web", "", 0, Map.of()))))
        .containsExactly("web_demo_svc_80", "web_demo_svc_81");
    assertThat(visible(backends(new BackendRef("MeshService", "web", "demo", 81, Map.of()))))
        .containsExactly("web_demo_svc_81");
  }

  @Test
  void backendsOfOtherNamespacesAndKindsAreOthers() {
    assertThat(visible(backends(new BackendRef("MeshService", "web", "other", 0, Map.of()))))
        .isEmpty();
    assertThat(visible(backends(new BackendRef("MeshExternalService", "web", "", 0, Map.of()))))
        .isEmpty();
  }

  @Test
  void anEmptyListOfBackendsReachesNothing() {
    assertThat(visible(Sidecar.at("10.0.0.1").reachableBackends())).isEmpty();
  }

  @Test
  void servicesAndBackendsAddUp() {
    assertThat(
            visible(
                backends(new BackendRef("MeshService", "web", "", 80, Map.of()))
                    .reachableServices("db_other_svc_5432")))
        .containsExactly("db_other_svc_5432", "web_demo_svc_80");
  }

  private static Sidecar backends(BackendRef... backends) {
    return Sidecar.at("10.0.0.1").reachableBackends(backends);
  }

  private List<String> visible(Sidecar client) {
    mesh.pod("client", client);
    return List.copyOf(mesh.names("client", ResourceType.ENDPOINT));
  }
}
