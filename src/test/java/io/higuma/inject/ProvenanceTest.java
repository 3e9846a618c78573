package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the provenance annotation of injected Pods. */
class ProvenanceTest {
  private static final String KEY = "higuma.io/injection";

  @Test
  void writesVersionSettingsAndPatches() {
    var pod = Pods.annotated(Map.of("kuma.io/container-patches", "patch-a"));
    var provenance = provenance(pod, settings(Map.of()));
    var patch = Pods.CLUSTER.containerPatch("patch-a").orElseThrow();
    assertThat(provenance)
        .matches("version=1\\.2\\.3;settings=[0-9a-f]{12};patches=patch-a@" + patch.version());
    assertThat(Provenance.read(provenance).map(Provenance::text)).contains(provenance);
  }

  @Test
  void writesNothingIfTheVersionIsUnknown() {
    assertThat(Pods.annotation(Pods.injected(Pods.annotated(Map.of()), Map.of()), KEY)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE, example/kuma-dp:1",
    "KUMA_DP_SERVER_PORT, 5999",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_ENV_VARS, 'A:1,B:2'",
  })
  void changesWithSettingsThatAreRendered(String variable, String value) {
    assertThat(RenderingDigest.of(settings(Map.of(variable, value))))
        .isNotEqualTo(RenderingDigest.of(Settings.defaults()));
  }

  @ParameterizedTest
  @CsvSource({
    "KUMA_API_SERVER_HTTP_PORT, 6000",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES, 'a,b'",
    "KUMA_RUNTIME_KUBERNETES_INJECTOR_NODE_LABELS_TO_COPY, 'a,b'",
  })
  void staysWithSettingsThatAreNot(String variable, String value) {
    var settings = settings(Map.of(variable, value));
    assertThat(settings).isNotEqualTo(Settings.defaults());
    assertThat(RenderingDigest.of(settings)).isEqualTo(RenderingDigest.of(Settings.defaults()));
  }

  @Test
  void changesWithTheKindOfSidecarAndTheCertificate() {
    var digest = RenderingDigest.of(Settings.defaults());
    assertThat(
            List.of(
                Provenance.of("1", digest, true, ""),
                Provenance.of("1", digest, false, ""),
                Provenance.of("1", digest, true, "pem")))
        .doesNotHaveDuplicates();
  }

  @Test
  void reportsDifferences() {
    var then = new Provenance("1", "aa", List.of("wide@1"));
    assertThat(then.differences(then)).isEmpty();
    assertThat(then.differences(new Provenance("2", "bb", List.of())))
        .containsExactly(
            "version 1, now 2",
            "settings, certificate or kind of sidecar",
            "ContainerPatches wide@1, now none");
  }

  @ParameterizedTest
  @CsvSource({"''", "true", "version=1", "settings=aa", "version=;settings="})
  void rejectsOtherTexts(String text) {
    assertThat(Provenance.read(text)).isEqualTo(Optional.empty());
  }

  private static String provenance(JsonNode pod, Settings settings) {
    var injection =
        new InjectionContext(settings, true, "").markedWith("1.2.3", RenderingDigest.of(settings));
    try {
      var decision =
          new SidecarInjector(injection).decide(PodReader.read(pod), "demo", Pods.CLUSTER);
      var inject = (Decision.Inject) decision;
      return Pods.annotation(JsonPatch.apply(inject.patch().toJson(), pod), KEY);
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Settings settings(Map<String, String> environment) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid invalid ->
          throw new AssertionError(invalid.violations().toString());
    };
  }
}
