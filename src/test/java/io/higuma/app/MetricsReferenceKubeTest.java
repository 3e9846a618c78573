package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.docs.ReferencePage;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.MetricFamily;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of all metrics, made from what a control plane exposes. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class MetricsReferenceKubeTest {
  private static final String INTRODUCTION =
      """
      Port 5680 serves them under `/metrics`. Durations are in seconds. A histogram has buckets (`_bucket`
      with the label `le`), `_count`, `_sum`, and the maximum of the last minutes (`_max`).
      [Monitoring](../operations.md) describes how to use them, and lists the meters of Quarkus.

      | metric | type | labels | meaning |
      |---|---|---|---|""";

  TestedControlPlane controlPlane;

  @Test
  void pageHasEveryMetric() {
    var families = families();

    assertThat(families).hasSizeGreaterThan(30).allMatch(family -> !family.help().isBlank());
    var rows = families.stream().map(MetricsReferenceKubeTest::row).collect(Collectors.joining());
    new ReferencePage("metrics.md").isUpToDate(ReferencePage.head("Metrics", INTRODUCTION) + rows);
  }

  private List<MetricFamily> families() {
    return MetricFamily.of(controlPlane.awaitReady().get("/metrics").asString()).stream()
        .filter(family -> family.name().matches("(higuma|sidecar_injection).*"))
        .toList();
  }

  private static String row(MetricFamily family) {
    var labels = family.labels().stream().map(label -> "`" + label + "`");
    return "| `%s` | %s | %s | %s. |\n"
        .formatted(
            family.name(), family.type(), labels.collect(Collectors.joining(", ")), family.help());
  }
}
