package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Pod churn: Pods are created, replaced and deleted. The default is a small cluster; {@code
 * -Dhiguma.churn.pods=10000} sets the size of a large one.
 */
@NeedsKube
class ChurnKubeTest {
  private static final int PODS = Integer.getInteger("higuma.churn.pods", 300);
  private static final int NAMESPACES = 10;
  private static final int EACH = PODS / NAMESPACES;
  private static final int CHANGED = EACH * 3 / 10;
  private static final Duration LIMIT = Duration.ofSeconds(60 + PODS / 20);

  @Test
  @DisplayName("reliability 23: 30 % of all Pods are replaced and every Dataplane is right")
  void podsComeAndGo(LocalKubeApi kube) {
    RunningLoop.prepare(kube);
    kube.startControllers();
    var rest = Rest.of(kube.client());
    try (var loop = RunningLoop.start(kube.clientAs(KubeUser.ADMIN), Map.of()).awaitLead()) {
      var fleets =
          IntStream.range(0, NAMESPACES)
              .mapToObj(i -> Fleet.create(rest, "churn-" + i, EACH))
              .toList();
      fleets.forEach(fleet -> fleet.awaitRight(LIMIT));

      fleets.forEach(fleet -> churn(rest, fleet));
      fleets.forEach(fleet -> fleet.awaitRight(LIMIT));
      assertThat(dataplanes(rest, fleets)).isEqualTo(NAMESPACES * EACH);
      assertThat(loop.counter("higuma_dataplane_faults")).isZero();
      assertThat(loop.counter("higuma_dataplane_contested")).isZero();

      double deleted = loop.writes("delete");
      fleets.forEach(fleet -> fleet.each(i -> rest.kill(fleet.pod(i))));
      Awaitility.await().atMost(LIMIT).until(() -> dataplanes(rest, fleets) == 0);
      // By garbage collection (owner references), not by Higuma.
      assertThat(loop.writes("delete")).isEqualTo(deleted);
    }
  }

  /** Replaces the first Pods and makes the next ones unready, concurrently. */
  private static void churn(Rest rest, Fleet fleet) {
    fleet.each(
        i -> {
          if (i < CHANGED) {
            rest.kill(fleet.pod(i));
            fleet.recreate(i);
          } else if (i < 2 * CHANGED) {
            fleet.ready(i, false);
          }
        });
  }

  private static int dataplanes(Rest rest, List<Fleet> fleets) {
    return fleets.stream()
        .map(fleet -> "/apis/kuma.io/v1alpha1/namespaces/" + fleet.namespace() + "/dataplanes")
        .mapToInt(path -> rest.get(path).orElseThrow().path("items").size())
        .sum();
  }
}
