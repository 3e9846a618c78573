package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.ServedCertificate;
import io.higuma.tls.CertificateFiles;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.TrustDistribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CA bundle for sidecars while files change. */
class SidecarTrustTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final AtomicInteger changes = new AtomicInteger();
  private CertificateFiles own;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    ServedCertificate.in(folder);
    own =
        CertificateFiles.open(
            CertificateFiles.Place.of(folder),
            TrustDistribution.NOT_REQUIRED,
            Clock.systemUTC(),
            LoopSupervisor.uncounted());
    file = Files.writeString(folder.resolve("sidecars.crt"), authority());
  }

  @Test
  void isOurOwnWhereNoFileIsNamed() {
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      assertThat(trust.bundleFor(settings(""))).isEqualTo(own.bundle()).isNotEmpty();
    }
  }

  @Test
  void changesWithOurOwn() throws Exception {
    try (var source = own;
        var trust =
            new SidecarTrust(source, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      source.start();
      var before = trust.bundleFor(settings(""));
      ServedCertificate.in(folder);
      Awaitility.await().atMost(LIMIT).until(() -> changes.get() > 0);
      assertThat(trust.bundleFor(settings(""))).isNotEqualTo(before).contains(before);
    }
  }

  @Test
  void changesWithTheFile() throws Exception {
    var settings = settings(file.toString());
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      assertThat(trust.bundleFor(settings)).isEqualTo(Files.readString(file));
      var second = authority();
      Files.writeString(file, second);
      Awaitility.await().atMost(LIMIT).until(() -> trust.bundleFor(settings).equals(second));
      Awaitility.await().atMost(LIMIT).until(() -> changes.get() > 0);
      assertThat(trust.bundleFor(settings(""))).isEqualTo(own.bundle());
    }
  }

  @Test
  void passesOnOnlyTheCertificatesOfAFile() throws Exception {
    var key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    var pem = authority();
    Files.writeString(file, "# the authority\n" + pem + key);
    var settings = settings(file.toString());
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      assertThat(trust.preview(settings)).isEqualTo(pem);
      assertThat(trust.bundleFor(settings)).isEqualTo(pem);
      var second = authority();
      Files.writeString(file, second + key);
      Awaitility.await().atMost(LIMIT).until(() -> trust.bundleFor(settings).equals(second));
    }
  }

  @Test
  void keepsTheTextOfAFileThatHasOnlyCertificates() throws Exception {
    var two = "\n" + authority().replace("\n", "\r\n") + "\n\n" + authority() + "\n";
    Files.writeString(file, two);
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      assertThat(trust.preview(settings(file.toString()))).isEqualTo(two);
    }
  }

  @Test
  void keepsTheCertificatesWhenTheFileHasNoneAnyMore() throws Exception {
    var settings = settings(file.toString());
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      var before = trust.bundleFor(settings);
      Files.writeString(file, "a token");
      assertThat(trust.preview(settings)).isEqualTo(before);
      var second = authority();
      Files.writeString(file, second);
      Awaitility.await().atMost(LIMIT).until(() -> trust.bundleFor(settings).equals(second));
    }
  }

  @Test
  void refusesAFileThatIsNotABundle() throws Exception {
    var token = Files.writeString(folder.resolve("token"), "a token").toString();
    var large = file.resolveSibling("large.crt");
    Files.writeString(large, authority() + "\n".repeat(AuthorityFile.MAX_BYTES));
    var broken =
        Files.writeString(
            folder.resolve("broken.crt"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    try (var trust = new SidecarTrust(own, changes::incrementAndGet, LoopSupervisor.uncounted())) {
      for (var name :
          List.of(
              token,
              "/dev/zero",
              folder.toString(),
              large.toString(),
              broken.toString(),
              "/no/such/file",
              "a\0b")) {
        assertThat(trust.preview(settings(name))).isEmpty();
        assertThat(SidecarTrust.violations(settings(name)))
            .singleElement()
            .satisfies(
                violation -> {
                  assertThat(violation.path()).isEqualTo("runtime.kubernetes.injector.caCertFile");
                  assertThat(violation.message())
                      .startsWith("value '")
                      .endsWith(
                          "' is not valid: expected a readable regular file of at most 1 MiB with"
                              + " at least one PEM certificate");
                });
        assertThatThrownBy(() -> SidecarTrust.check(settings(name)))
            .isInstanceOf(StartupException.class)
            .hasMessageStartingWith("runtime.kubernetes.injector.caCertFile: value '");
      }
    }
    assertThat(SidecarTrust.violations(settings(file.toString()))).isEmpty();
  }

  private static String authority() {
    return SelfSigned.create(List.of("localhost"), Clock.systemUTC()).trustAnchorPem();
  }

  private static Settings settings(String file) {
    var environment = Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE", file);
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }
}
