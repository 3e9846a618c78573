package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.FakeTime;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A control plane whose wall clock is set, while that of the API server is right. */
@NeedsKube
@NeedsPackage
class ClockJumpKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void leadsAndInjectsWhenItsClockIsSetADayAheadAndThenAnHourBehind(LocalKubeApi kube) {
    var time = FakeTime.orSkip(kube.folder(), "clock");
    prepare(kube);
    try (var controlPlane = ControlPlane.start(kube, time.environment()).awaitReady()) {
      register(kube, controlPlane);
      for (var jump : List.of(DAY, Duration.ofHours(-1))) {
        time.set(jump);
        awaitRenewal(kube, jump);
        assertThat(PodLoad.failure(kube, "shop")).isEmpty();
        assertThat(controlPlane.get("/metrics").body())
            .containsPattern("higuma_leader(\\{.*})? 1\\.0");
      }
      assertThat(controlPlane.log()).doesNotContain("stopped leading", "ERROR");
    }
  }

  @Test
  void replacesCertificatesThatItMadeADayAheadWhenItsClockIsSetRight(LocalKubeApi kube)
      throws Exception {
    var time = FakeTime.orSkip(kube.folder(), "clock");
    prepare(kube);
    time.set(DAY);
    try (var controlPlane = ControlPlane.start(kube, time.environment()).awaitReady()) {
      ClusterSetup.register(kube, controlPlane.webhookPort(), "");
      assertThat(controlPlane.shown().getNotBefore().toInstant()).isAfter(Instant.now());

      time.set(Duration.ZERO);

      Awaitility.await().atMost(LIMIT).until(() -> PodLoad.failure(kube, "shop").isEmpty());
      controlPlane.shown().checkValidity();
    }
  }

  private static void prepare(LocalKubeApi kube) {
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
  }

  private static void register(LocalKubeApi kube, ControlPlane controlPlane) {
    ClusterSetup.register(kube, controlPlane.webhookPort(), "");
    Awaitility.await().atMost(LIMIT).until(() -> PodLoad.failure(kube, "shop").isEmpty());
  }

  /** Waits until the Lease was renewed by the clock that is ahead by this time. */
  private static void awaitRenewal(LocalKubeApi kube, Duration ahead) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                kube.client().leases().inNamespace(ControlPlane.SYSTEM).list().getItems().stream()
                    .map(lease -> lease.getSpec().getRenewTime().toInstant())
                    .anyMatch(
                        renewed ->
                            Duration.between(Instant.now().plus(ahead), renewed)
                                    .abs()
                                    .compareTo(Duration.ofMinutes(10))
                                < 0));
  }
}
