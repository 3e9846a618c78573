package io.higuma.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.soak.SoakResult.Outcome;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest soak test: each rotation, kill, restart and fault at least once. */
@NeedsKube
@NeedsPackage
@Tag("soak")
class SoakKubeTest {
  private static final double MINUTES = 1.5;

  @Test
  void everyAssertionHoldsInAShortRun(LocalKubeApi kube, @TempDir Path folder) {
    var page = EndurancePage.in(folder);

    page.write(SoakRun.run(SoakPlan.of(MINUTES, folder), kube, "the package"));

    var result = SoakResult.read(page.json());
    assertThat(result.verdicts())
        .filteredOn(verdict -> verdict.outcome() == Outcome.FAILED)
        .isEmpty();
    for (var kind :
        List.of(
            Journal.Kind.CHECK,
            Journal.Kind.ROTATION,
            Journal.Kind.KILL,
            Journal.Kind.RESTART,
            Journal.Kind.FAULT)) {
      assertThat(result.events()).extracting(Journal.Entry::kind).contains(kind);
    }
    assertThat(result.counts()).allSatisfy((what, count) -> assertThat(count).isPositive());
    assertThat(result.latencies()).isNotEmpty();
    assertThat(page.plot()).content().contains("polyline");
  }
}
