package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewsTest {

  @Test
  void replicasShareEqualParts() {
    Views views = new Views();
    CachedPod one = views.pod(replica("demo-1"));
    CachedPod two = views.pod(replica("demo-2"));
    assertThat(two.name()).isNotEqualTo(one.name());
    assertThat(two.template()).isSameAs(one.template());
    assertThat(two.status().containers()).isSameAs(one.status().containers());
  }

  @Test
  void unusedAnnotationsAreDropped() {
    CachedPod view =
        pod()
            .annotation("kubectl.kubernetes.io/last-applied-configuration", "x".repeat(1000))
            .annotation("traffic.kuma.io/transparent-proxy-config", "y".repeat(1000))
            .annotation("prometheus.metrics.kuma.io/port", "5670")
            .view();
    assertThat(view.annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kuma.io/sidecar-injected", "true",
                "traffic.kuma.io/transparent-proxy-config", "present",
                "prometheus.metrics.kuma.io/port", "5670"));
  }

  @Test
  void aPodWithoutAnythingHasAView() {
    CachedPod view = new Views().pod(new PodBuilder().withNewMetadata().endMetadata().build());
    assertThat(view.name()).isEmpty();
    assertThat(view.status().podIP()).isEmpty();
    assertThat(view.template().containers()).isEmpty();
  }

  @Test
  void aServicePortWithoutTargetLeadsToItsOwnNumber() {
    ServiceView view =
        ServiceViews.of(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .addNewPort()
                .withPort(81)
                .withTargetPort(new IntOrString("http"))
                .endPort()
                .endSpec()
                .build());
    assertThat(view.type()).isEqualTo("ClusterIP");
    assertThat(view.ports())
        .extracting(ServiceView.ServicePortView::targetPort)
        .containsExactly(new TargetPort.Numbered(80), new TargetPort.Named("http"));
    assertThat(view.ports()).extracting(ServiceView.ServicePortView::protocol).containsOnly("TCP");
  }

  @Test
  void theTargetsOfAnEndpointSliceAreThoseWithAUid() {
    var slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("web-1")
            .addToLabels("kubernetes.io/service-name", "web")
            .endMetadata()
            .addToEndpoints(
                target("Pod", "", "a"),
                target("Pod", "v1", "b"),
                target("Pod", "other/v1", "c"),
                target(null, null, "d"),
                target("Pod", "v1", ""),
                target("Pod", "v1", null),
                new EndpointBuilder().build())
            .build();
    EndpointSliceView view = ServiceViews.of(slice);
    assertThat(view.service()).isEqualTo("web");
    assertThat(view.podUids()).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  private static io.fabric8.kubernetes.api.model.discovery.v1.Endpoint target(
      @Nullable String kind, @Nullable String apiVersion, @Nullable String uid) {
    return new EndpointBuilder()
        .withNewTargetRef()
        .withKind(kind)
        .withApiVersion(apiVersion)
        .withUid(uid)
        .endTargetRef()
        .build();
  }

  private static Pod replica(String name) {
    return pod()
        .status("app", true)
        .change(p -> p.editMetadata().withName(name).withUid("uid-" + name).endMetadata())
        .build();
  }
}
