package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ProxyNetworking.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Pod has the address of a failed Pod, whose Dataplane still exists. */
class ReusedAddressTest {
  private static final String DB = "db_demo_svc_5432";
  private static final String CACHE = "cache_demo_svc_5432";
  private static final String ADDRESS = "10.0.0.2";
  private static final String LISTENER = "outbound:10.0.0.2:5432";

  private final TestMesh mesh =
      new TestMesh()
          .pod("client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc"))
          .pod("db-a", Sidecar.at(ADDRESS).instance(DB, 5432, "db-a", State.NOT_READY))
          .pod("db-b", Sidecar.at(ADDRESS).instance(DB, 5432, "db-b"))
          .with("db", "None", 5432);

  @Test
  void clientsReachTheReadyInstanceOfAHeadlessService() {
    assertThat(instance("client")).isEqualTo("db-b");
  }

  @Test
  void clientsReachTheReadyInstanceOfAnyService() {
    mesh.pod("db-b", Sidecar.at(ADDRESS).instance(DB, 5432, "db-b", State.NOT_READY))
        .pod("cache-0", Sidecar.at(ADDRESS).instance(CACHE, 5432, "cache-0", State.NOT_READY))
        .with("cache", "None", 5432);
    assertThat(instance("client")).as("none is ready").isEqualTo("cache-0");

    mesh.pod("db-b", Sidecar.at(ADDRESS).instance(DB, 5432, "db-b"));

    assertThat(instance("client")).isEqualTo("db-b");
  }

  @Test
  void aChangeOfReadinessReachesAnEarlierSnapshot() {
    mesh.pod("cache-0", Sidecar.at(ADDRESS).instance(CACHE, 5432, "cache-0", State.NOT_READY))
        .with("cache", "None", 5432);
    ProxySnapshot earlier = mesh.snapshot("client");
    assertThat(instance(earlier)).isEqualTo("db-b");

    mesh.pod("cache-0", Sidecar.at(ADDRESS).instance(CACHE, 5432, "cache-0"));
    mesh.pod("db-b", Sidecar.at(ADDRESS).instance(DB, 5432, "db-b", State.NOT_READY));
    var _ = mesh.topology().refresh();

    assertThat(
            instance(
                mesh.topology()
                    .snapshot(TestMesh.proxy("client"), TestMesh.NODE, Optional.of(earlier))
                    .orElseThrow()))
        .isEqualTo("cache-0");
  }

  @Test
  void theInstanceItselfHasOnlyItsInboundThere() {
    mesh.pod("db-b", Sidecar.at(ADDRESS).instance(DB, 5432, "db-b").directAccess("*"));

    assertThat(mesh.names("db-b", ResourceType.LISTENER))
        .contains("inbound:10.0.0.2:5432", "direct_access_10.0.0.1:49151")
        .doesNotContain(LISTENER, "direct_access_10.0.0.2:5432");
  }

  @Test
  void directAccessLeavesOutTheOwnAddressWithoutAService() {
    mesh.pod("web", Sidecar.at(ADDRESS).serving("web_demo_svc_80", 5432, "tcp").directAccess("*"))
        .without("db-b");

    assertThat(mesh.names("web", ResourceType.LISTENER))
        .contains("inbound:10.0.0.2:5432")
        .doesNotContain(LISTENER, "direct_access_10.0.0.2:5432");
  }

  private String instance(String pod) {
    return instance(mesh.snapshot(pod));
  }

  /** The instance that the listener at the address leads to. */
  private static String instance(ProxySnapshot snapshot) {
    XdsResource listener = snapshot.of(ResourceType.LISTENER).find(LISTENER).orElseThrow();
    return EnvoyJson.of(listener)
        .at("/metadata/filter_metadata/io.kuma.tags/kuma.io~1instance")
        .asText();
  }
}
