package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TagsTest {
  private final ServiceView web = service("web").port(80, 8080, "http").build();

  @Test
  void aServicePortHasTheTagsOfThePage() {
    assertThat(tags(pod().service(web)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app", "demo",
                "k8s.kuma.io/namespace", "shop",
                "k8s.kuma.io/service-name", "web",
                "k8s.kuma.io/service-port", "80",
                "kuma.io/protocol", "http",
                "kuma.io/service", "web_shop_svc_80",
                "kuma.io/zone", "zone-1"));
  }

  @Test
  void aPodWithoutServicesHasTheTagsOfThePod() {
    assertThat(tags(pod()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app", "demo",
                "k8s.kuma.io/namespace", "shop",
                "kuma.io/instance", "demo-1",
                "kuma.io/protocol", "tcp",
                "kuma.io/service", "demo-1_shop_svc",
                "kuma.io/zone", "zone-1"));
  }

  @Test
  void labelsOfTheMeshNeverBecomeTags() {
    Subject pod =
        pod().label("kuma.io/x", "1").label("k8s.kuma.io/y", "2").label("my.kuma.io/z", "3");
    assertThat(tags(pod)).doesNotContainKeys("kuma.io/x", "k8s.kuma.io/y", "my.kuma.io/z");
    assertThat(tags(pod.service(web)))
        .doesNotContainKeys("kuma.io/x", "k8s.kuma.io/y", "my.kuma.io/z");
  }

  @Test
  void labelsWithoutValueDoNotEither() {
    assertThat(tags(pod().label("empty", "").service(web))).doesNotContainKey("empty");
  }

  @Test
  void labelsCannotOverrideGeneratedTags() {
    Subject pod = pod().label("kuma.io/service", "mine").label("kuma.io/zone", "elsewhere");
    assertThat(tags(pod)).containsEntry("kuma.io/service", "demo-1_shop_svc");
    assertThat(tags(pod)).containsEntry("kuma.io/zone", "zone-1");
  }

  @Test
  void aZoneWithoutNameIsNoTag() {
    assertThat(tags(pod().zone(""))).doesNotContainKey("kuma.io/zone");
  }

  @Test
  void podsOfHeadlessServicesAreTaggedOneByOne() {
    Subject pod = pod().service(service("web").headless().port(80, 8080).build());
    assertThat(tags(pod)).containsEntry("kuma.io/instance", "demo-1");
    assertThat(tags(pod().service(web))).doesNotContainKey("kuma.io/instance");
  }

  @Nested
  class OfTheNode {
    @Test
    void areThoseThatTheSettingsName() {
      assertThat(tags(pod().node("node-a").service(web)))
          .containsEntry("topology.kubernetes.io/zone", "z1")
          .containsEntry("topology.kubernetes.io/region", "eu")
          .doesNotContainKeys("kubernetes.io/hostname", "not/copied");
    }

    @Test
    void doNotOverrideGeneratedTags() {
      Subject pod = pod().node("node-a").copying("kuma.io/service", "kuma.io/zone");
      pod.world.nodes.put("node-a", Map.of("kuma.io/service", "mine", "kuma.io/zone", "z"));
      assertThat(tags(pod)).containsEntry("kuma.io/service", "demo-1_shop_svc");
      assertThat(tags(pod)).containsEntry("kuma.io/zone", "zone-1");
    }

    @Test
    void overrideLabelsOfThePod() {
      Subject pod = pod().label("topology.kubernetes.io/region", "us").node("node-a");
      assertThat(tags(pod)).containsEntry("topology.kubernetes.io/region", "eu");
      assertThat(tags(pod.service(web))).containsEntry("topology.kubernetes.io/region", "eu");
    }

    @Test
    void areNotThereBeforeThePodIsBound() {
      assertThat(tags(pod())).doesNotContainKey("topology.kubernetes.io/zone");
    }

    @Test
    void failThePodIfTheNodeIsUnknownButNotForGood() {
      assertThat(pod().node("gone").failures())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo(ConversionProblem.Code.NODE_NOT_FOUND);
                assertThat(problem.code().isTransient()).isTrue();
              });
    }

    @Test
    void areNotLookedUpIfNoneAreToBeCopied() {
      assertThat(pod().node("gone").copying().inbounds()).hasSize(1);
    }

    @Test
    void moveToTheDataplanesLabelsWhenTagsAreOff() {
      Subject pod = pod().node("node-a").withoutInboundTags().service(web);
      assertThat(pod.inbound().has("tags")).isFalse();
      assertThat(pod.inbound().path("protocol").asText()).isEqualTo("http");
      assertThat(pod.dataplane().labels()).containsEntry("topology.kubernetes.io/zone", "z1");
    }
  }

  @Nested
  class NameOfAPodWithoutServices {
    @Test
    void isTheDeploymentsBehindItsReplicaSet() {
      assertThat(
              pod()
                  .owner("apps/v1", "ReplicaSet", "demo-5d")
                  .replicaSet("demo-5d", new OwnerView("Deployment.apps", "demo", true))
                  .tag("kuma.io/service"))
          .isEqualTo("demo_shop_svc");
    }

    @Test
    void isTheCronJobsBehindItsJob() {
      assertThat(
              pod()
                  .owner("batch/v1", "Job", "nightly-1")
                  .job("nightly-1", new OwnerView("CronJob.batch", "nightly", true))
                  .tag("kuma.io/service"))
          .isEqualTo("nightly_shop_svc");
    }

    @Test
    void isTheOwnersIfItHasNoOwner() {
      assertThat(pod().owner("apps/v1", "StatefulSet", "db").tag("kuma.io/service"))
          .isEqualTo("db_shop_svc");
      assertThat(pod().owner("apps/v1", "ReplicaSet", "rs").replicaSet("rs").tag("kuma.io/service"))
          .isEqualTo("rs_shop_svc");
      assertThat(pod().owner("batch/v1", "Job", "once").job("once").tag("kuma.io/service"))
          .isEqualTo("once_shop_svc");
    }

    @Test
    void isThePodsIfTheReplicaSetHasAnotherOwner() {
      assertThat(
              pod()
                  .owner("apps/v1", "ReplicaSet", "rs")
                  .replicaSet("rs", new OwnerView("Rollout.argoproj.io", "canary", true))
                  .tag("kuma.io/service"))
          .isEqualTo("demo-1_shop_svc");
    }

    @Test
    void isTheOwnersIfOnlyItsKindIsThatOfAReplicaSetOrJob() {
      Subject volcano = pod().owner("batch.volcano.sh/v1alpha1", "Job", "training");
      assertThat(volcano.tag("kuma.io/service")).isEqualTo("training_shop_svc");
      OwnerView other = new OwnerView("CronJob.batch", "other", true);
      assertThat(volcano.job("training", other).tag("kuma.io/service"))
          .isEqualTo("training_shop_svc");
      assertThat(pod().owner("example.org/v1", "ReplicaSet", "rs").tag("kuma.io/service"))
          .isEqualTo("rs_shop_svc");
    }

    @Test
    void isTheDeploymentsInEachVersionOfItsGroup() {
      assertThat(
              pod()
                  .owner("apps/v1beta2", "ReplicaSet", "demo-5d")
                  .replicaSet("demo-5d", new OwnerView("Deployment.apps", "demo", true))
                  .tag("kuma.io/service"))
          .isEqualTo("demo_shop_svc");
    }

    @Test
    void failsThePodIfTheReplicaSetIsUnknownButNotForGood() {
      assertThat(pod().owner("apps/v1", "ReplicaSet", "late").failures())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo(ConversionProblem.Code.OWNER_NOT_FOUND);
                assertThat(problem.code().isTransient()).isTrue();
              });
    }

    @Test
    void doesNotMatterToAPodWithServices() {
      assertThat(pod().owner("apps/v1", "ReplicaSet", "late").service(web).inbounds()).hasSize(1);
    }
  }

  private static Map<String, String> tags(Subject pod) {
    JsonNode tags = pod.inbound().path("tags");
    Map<String, String> map = new java.util.TreeMap<>();
    tags.properties().forEach(tag -> map.put(tag.getKey(), tag.getValue().asText()));
    return map;
  }
}
