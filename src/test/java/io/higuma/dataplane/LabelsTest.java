package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void areThePodsAndWhatTheMeshAdds() {
    assertThat(pod().label("empty", "").dataplane().labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app", "demo",
                "empty", "",
                "k8s.kuma.io/namespace", "shop",
                "kuma.io/env", "kubernetes",
                "kuma.io/mesh", "default",
                "kuma.io/origin", "zone",
                "kuma.io/proxy-type", "sidecar",
                "kuma.io/zone", "zone-1"));
  }

  @Test
  void theMeshIsTheOneThatThePodJoins() {
    Subject pod = pod().annotation("kuma.io/mesh", "blue").label("kuma.io/mesh", "");
    assertThat(pod.dataplane().mesh()).isEqualTo("blue");
    assertThat(pod.dataplane().labels()).containsEntry("kuma.io/mesh", "blue");
  }

  @Test
  void ofTheMeshStayIfThePodHasThem() {
    Subject pod = pod().label("kuma.io/zone", "elsewhere").label("kuma.io/env", "mine");
    assertThat(pod.dataplane().labels())
        .containsEntry("kuma.io/zone", "elsewhere")
        .containsEntry("kuma.io/env", "mine");
  }

  @Test
  void aPodCannotSetTheProxyType() {
    assertThat(pod().label("kuma.io/proxy-type", "gateway").dataplane().labels())
        .containsEntry("kuma.io/proxy-type", "sidecar");
  }

  @Test
  void somethingFromGlobalHasNoZone() {
    assertThat(pod().label("kuma.io/origin", "global").dataplane().labels())
        .doesNotContainKeys("kuma.io/zone", "kuma.io/env");
  }

  @Test
  void whatMayBeTooLongForALabelIsAnAnnotation() {
    Subject pod = pod().change(p -> p.editSpec().withServiceAccountName("till").endSpec());
    assertThat(pod.dataplane().annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "k8s.kuma.io/service-account", "till",
                "kuma.io/display-name", "demo-1",
                "kuma.io/workload", "till"));
  }

  @Test
  void withoutServiceAccountOnlyTheDisplayNameIsThere() {
    assertThat(pod().dataplane().annotations())
        .containsExactly(Map.entry("kuma.io/display-name", "demo-1"));
  }

  @Test
  void theWorkloadIsTheFirstLabelThatHasAValue() {
    Subject pod =
        pod()
            .label("first", "")
            .label("second", "cart")
            .workloadLabels("absent", "first", "second", "app");
    assertThat(pod.dataplane().annotations()).containsEntry("kuma.io/workload", "cart");
  }

  @Test
  void theOwnerIsThePodAsControllerThatBlocksDeletion() {
    var owners = pod().dataplane().resource().getMetadata().getOwnerReferences();
    assertThat(owners)
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getApiVersion()).isEqualTo("v1");
              assertThat(owner.getKind()).isEqualTo("Pod");
              assertThat(owner.getName()).isEqualTo("demo-1");
              assertThat(owner.getUid()).isEqualTo("uid-of-demo-1");
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getBlockOwnerDeletion()).isTrue();
            });
  }
}
