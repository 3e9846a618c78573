package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ProxyNetworking.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Direct access to Pods by their addresses. */
class DirectAccessTest {
  private static final String WEB = "web_demo_svc_80";
  private static final String DB = "db_demo_svc_5432";
  private final TestMesh mesh =
      new TestMesh()
          .pod("web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http"))
          .pod("web-2", Sidecar.at("10.0.0.3").serving(WEB, 8080, "http", State.NOT_READY))
          .pod("db-0", Sidecar.at("10.0.0.4").instance(DB, 5432, "db-0"))
          .pod("job", Sidecar.at("10.0.0.5").withoutService("job_demo_svc"));

  @Test
  void nobodyHasItByDefault() {
    assertThat(targets()).isEmpty();
    assertThat(mesh.snapshot("client").of(ResourceType.CLUSTER).find("direct_access")).isEmpty();
  }

  @Test
  void theStarIsForAllPodsButOneself() {
    assertThat(targets("*"))
        .containsExactly("10.0.0.2:8080", "10.0.0.3:8080", "10.0.0.4:5432", "10.0.0.5:49151");
    assertThat(mesh.snapshot("client").of(ResourceType.CLUSTER).find("direct_access")).isPresent();
  }

  @Test
  void namesAreForThePodsOfTheseServices() {
    assertThat(targets(WEB, "other_demo_svc_80")).containsExactly("10.0.0.2:8080", "10.0.0.3:8080");
  }

  @Test
  void addressesOfInstancesHaveAListenerAlready() {
    mesh.with("db", "None", 5432);

    assertThat(targets("*")).containsExactly("10.0.0.2:8080", "10.0.0.3:8080", "10.0.0.5:49151");
  }

  private List<String> targets(String... services) {
    mesh.pod(
        "client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc").directAccess(services));
    return mesh.names("client", ResourceType.LISTENER).stream()
        .filter(name -> name.startsWith("direct_access_"))
        .map(name -> name.substring("direct_access_".length()))
        .toList();
  }
}
