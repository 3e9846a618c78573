package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.higuma.kuma.AddressRange;
import io.higuma.kuma.Mesh;
import io.higuma.kuma.Parsed;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.KubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestNamespace;
import io.higuma.testing.VirtualTime;
import io.higuma.xds.snapshot.VirtualIps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual IPs in a ConfigMap of a real API server; a Mesh has the name of its test's namespace. */
@NeedsKube
class VirtualIpControllerKubeTest {
  private static final String WEB = "web_demo_svc_80";
  private static final String DB = "db_demo_svc_5432";
  private final VirtualTime time = new VirtualTime();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Set<String> services = Set.of(WEB, DB);
  private volatile boolean leads = true;
  private volatile boolean served = true;
  private KubernetesClient client;
  private String namespace;
  private VirtualIpController controller;

  @BeforeEach
  void createMesh(KubeApi kube, TestNamespace testNamespace) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    client = kube.client();
    namespace = testNamespace.name();
    controller =
        new VirtualIpController(
            client,
            namespace,
            new VirtualIpController.Source(
                this::asksWhetherItLeads,
                () -> List.of(namespace),
                _ -> services,
                _ -> known(),
                _ -> served),
            AddressRange.of("240.0.0.0/4").orElseThrow(),
            80,
            time,
            LoopSupervisor.uncounted());
    client
        .resource(Serialization.unmarshal("metadata: {name: " + namespace + "}", Mesh.class))
        .create();
  }

  @AfterEach
  void close() {
    controller.close();
    client.resources(Mesh.class).withName(namespace).delete();
  }

  @Test
  void servicesGetAddressesInAConfigMapThatIsDeletedWithItsMesh() {
    controller.start();

    await()
        .untilAsserted(
            () -> assertThat(addresses()).isEqualTo(Map.of(DB, "240.0.0.0", WEB, "240.0.0.1")));
    assertThat(stored().getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getKind, OwnerReference::getName)
        .containsExactly(tuple("Mesh", namespace));
    assertThat(stored().getMetadata().getLabels()).containsEntry("kuma.io/mesh", namespace);
  }

  @Test
  void addressesOfKumaAreKept() {
    store(
        "{\"0:%s\":{\"address\":\"240.0.0.0\"},\"1:h\":{\"address\":\"240.0.0.1\"}}"
            .formatted(WEB));

    controller.start();

    await()
        .untilAsserted(
            () -> assertThat(addresses()).isEqualTo(Map.of(WEB, "240.0.0.0", DB, "240.0.0.2")));
    assertThat(stored().getData()).containsEntry("other", "kept");
  }

  @Test
  void anAddressIsFreedWhenClientsHaveForgottenIt() {
    controller.start();
    await().untilAsserted(() -> assertThat(addresses()).hasSize(2));

    services = Set.of(WEB);
    settle();
    assertThat(addresses()).containsKey(DB);
    time.pass(Duration.ofSeconds(61));
    controller.wake();

    await().untilAsserted(() -> assertThat(addresses()).containsOnlyKeys(WEB));
  }

  @Test
  void theAddressOfAServiceThatNeverHadADataplaneHereIsKept() {
    store("{\"0:external\":{\"address\":\"240.0.0.7\"}}");
    controller.start();
    await().untilAsserted(() -> assertThat(addresses()).containsOnlyKeys("external", WEB, DB));

    services = Set.of(WEB);
    settle();
    time.pass(Duration.ofSeconds(61));
    controller.wake();

    await().untilAsserted(() -> assertThat(addresses()).containsOnlyKeys("external", WEB));
  }

  @Test
  void addressesOfAMeshThatIsNotServedAreKeptForTheDelayAfterItIsServedAgain() {
    controller.start();
    await().untilAsserted(() -> assertThat(addresses()).hasSize(2));

    served = false;
    services = Set.of(WEB);
    settle();
    time.pass(Duration.ofSeconds(61));
    settle();
    assertThat(addresses()).containsKey(DB);
    served = true;
    settle();
    assertThat(addresses()).containsKey(DB);
    time.pass(Duration.ofSeconds(61));
    controller.wake();

    await().untilAsserted(() -> assertThat(addresses()).containsOnlyKeys(WEB));
  }

  @Test
  void aConfigMapThatIsNotValidIsNotChanged() {
    store("{");

    controller.start();
    settle();

    assertThat(stored().getData()).containsEntry("config", "{");
  }

  @Test
  void aReplicaThatDoesNotLeadWritesNothing() {
    leads = false;

    controller.start();
    settle();

    assertThat(stored()).isNull();
  }

  private boolean asksWhetherItLeads() {
    asked.incrementAndGet();
    return leads;
  }

  /** Waits until two more reconciles have begun, so that one of them is done. */
  private void settle() {
    int before = asked.get();
    await()
        .until(
            () -> {
              controller.wake();
              return asked.get() >= before + 3;
            });
  }

  private void store(String config) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name())
                .endMetadata()
                .withData(Map.of("config", config, "other", "kept"))
                .build())
        .create();
  }

  private ConfigMap stored() {
    return client.configMaps().inNamespace(namespace).withName(name()).get();
  }

  private Map<String, String> addresses() {
    return known().map(VirtualIps::services).orElse(Map.of());
  }

  private Optional<VirtualIps> known() {
    return Optional.ofNullable(stored())
        .map(map -> VirtualIps.parse(map.getData().get("config")))
        .flatMap(
            parsed ->
                parsed instanceof Parsed.Good<VirtualIps>(VirtualIps ips)
                    ? Optional.of(ips)
                    : Optional.empty());
  }

  private String name() {
    return "kuma-" + namespace + "-dns-vips";
  }
}
