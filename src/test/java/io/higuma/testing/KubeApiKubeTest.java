package io.higuma.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@NeedsKube
class KubeApiKubeTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: web:1}]}
      """;

  @Test
  void makesPodsOfDeployments(KubeApi kube, TestNamespace namespace) {
    kube.startControllers();
    kube.kubectlWith(DEPLOYMENT, "-n", namespace.name(), "apply", "-f", "-").succeeded();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(kube.client().pods().inNamespace(namespace.name()).list().getItems())
                    .hasSize(1));
  }

  @Test
  void distinguishesUsers(KubeApi kube, TestNamespace namespace) {
    try (KubernetesClient developer = kube.clientAs(KubeUser.DEVELOPER)) {
      assertThatThrownBy(() -> developer.pods().inNamespace(namespace.name()).list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("User \"developer\" cannot list resource \"pods\"");
    }
  }

  @Test
  void keepsObjectsWhenItsProcessesAreKilled(LocalKubeApi kube) {
    kube.kubectl("create", "namespace", "kept").succeeded();
    kube.etcd().kill();
    kube.apiServer().kill();
    assertThat(kube.kubectl("get", "namespace", "kept").exitCode()).isEqualTo(1);
    kube.etcd().start();
    kube.apiServer().start();
    kube.awaitReady();
    assertThat(kube.client().namespaces().withName("kept").get()).isNotNull();
  }
}
