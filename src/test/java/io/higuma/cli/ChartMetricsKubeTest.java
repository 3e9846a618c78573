package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All metrics and labels of the alerts and the dashboard exist. */
@NeedsKube
@NeedsPackage
class ChartMetricsKubeTest {
  private static final Path FILES = Path.of("helm/higuma/files");
  private static final Pattern NAME = Pattern.compile("\\b(?:higuma|sidecar)_[a-z_]+");
  private static final Pattern GROUPED = Pattern.compile("by \\(([a-z, ]+)\\)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  private static ControlPlane controlPlane;
  private static String metrics;

  @BeforeAll
  static void start(LocalKubeApi kube) throws IOException {
    ClusterSetup.install(kube);
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady().register();
    Awaitility.await().until(() -> scrape().contains("higuma_certificate_expiry_seconds{"));
    Awaitility.await().until(() -> scrape().contains("higuma_xds_streams "));
    metrics = scrape();
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void everyMetricOfThePageExists() throws IOException {
    var there = names();
    var page = Files.readString(Path.of("docs/operations.md"));
    var table = page.substring(page.indexOf("## Metrics"), page.indexOf("## Logs"));
    var listed = NAME.matcher(table).results().map(MatchResult::group).toList();
    assertThat(listed)
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(there).containsAnyOf(name, name + "_bucket", name + "_count"));
  }

  @Test
  void buildInfoSaysWhatRuns() {
    assertThat(metrics)
        .containsPattern(
            "higuma_build_info\\{commit=\"\\w+\",runtime=\"jvm\",version=\"\\d+[^\"]*\"} 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void everyMetricExists(String file) throws IOException {
    assertThat(found(NAME, file)).isNotEmpty().isSubsetOf(names());
  }

  private static Set<String> names() {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void everyLabelExists(String file) throws IOException {
    Set<String> there =
        LABEL.matcher(metrics).results().map(m -> m.group(1)).collect(Collectors.toSet());
    assertThat(
            found(GROUPED, file).stream().flatMap(labels -> List.of(labels.split(", *")).stream()))
        .isNotEmpty()
        .isSubsetOf(there);
  }

  private static Set<String> found(Pattern pattern, String file) throws IOException {
    var matcher = pattern.matcher(Files.readString(FILES.resolve(file)));
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(matcher.groupCount()));
    }
    return found;
  }

  private static String scrape() throws IOException {
    var port = controlPlane.diagnosticsPort();
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
