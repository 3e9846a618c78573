package io.higuma.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.loop.LoopSupervisor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingCertificateTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));

  @TempDir Path folder;

  @Test
  void selfSignedCertificateNamesHostsAndAddresses() throws Exception {
    var names = List.of("kuma-control-plane.kuma-system.svc", "127.0.0.1", "::1");
    var leaf = SelfSigned.create(names, CLOCK).leaf();
    leaf.verify(leaf.getPublicKey());
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactly("kuma-control-plane.kuma-system.svc", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getBasicConstraints()).isGreaterThan(0);
    assertThat(leaf.getNotBefore().toInstant()).isBefore(CLOCK.instant());
    assertThat(leaf.getNotAfter().toInstant()).isAfter(CLOCK.instant().plusSeconds(86_400));
  }

  @Test
  void certificateBeyond2049IsReadable() {
    var clock = InstantSource.fixed(Instant.parse("2050-06-01T00:00:00Z"));
    assertThat(SelfSigned.create(List.of("localhost"), clock).leaf().getNotBefore().toInstant())
        .isEqualTo(Instant.parse("2050-05-31T23:55:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa:2048, -traditional, BEGIN RSA PRIVATE KEY",
    "rsa:2048, '', BEGIN PRIVATE KEY",
    "ec -pkeyopt ec_paramgen_curve:P-256, -traditional, BEGIN EC PRIVATE KEY",
    "ec -pkeyopt ec_paramgen_curve:P-384, '', BEGIN PRIVATE KEY"
  })
  void readsKeysInEveryForm(String kind, String form, String header) throws Exception {
    openssl(
        "req -x509 -newkey " + kind + " -nodes -keyout any.key -out tls.crt -subj /CN=x -days 2");
    openssl("pkey " + form + " -in any.key -out tls.key");
    assertThat(folder.resolve("tls.key")).content().contains(header);
    var clock = InstantSource.system();
    var place = CertificateFiles.Place.of(folder);
    var read =
        CertificateFiles.open(
                place, TrustDistribution.NOT_REQUIRED, clock, LoopSupervisor.uncounted())
            .current()
            .orElseThrow();
    assertThat(read.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=x");
    assertThat(read.trustAnchorPem()).isEqualTo(Files.readString(folder.resolve("tls.crt")));
    assertThat(read.fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> open())
        .isInstanceOf(InvalidCertificateException.class)
        .hasMessageContaining("tls.crt: it cannot be read");
  }

  @Test
  void refusesKeyOfAnotherCertificate() throws Exception {
    var made = SelfSigned.create(List.of("localhost"), CLOCK);
    Files.writeString(folder.resolve("tls.crt"), made.trustAnchorPem());
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    writeKey(generator.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> open()).hasMessageContaining("the key belongs to another certificate");
  }

  @Test
  void refusesHalfWrittenFiles() throws Exception {
    var made = SelfSigned.create(List.of("localhost"), CLOCK);
    writeKey(new byte[] {1, 2, 3});
    Files.writeString(folder.resolve("tls.crt"), made.trustAnchorPem().substring(0, 300));
    assertThatThrownBy(() -> open()).hasMessageContaining("tls.crt: there is no certificate in it");
    Files.writeString(folder.resolve("tls.crt"), made.trustAnchorPem());
    assertThatThrownBy(() -> open()).hasMessageContaining("tls.key: the key cannot be used");
  }

  @Test
  void keyManagerShowsTheNewCertificateAndStillKnowsTheOldOne() {
    var first = SelfSigned.create(List.of("localhost"), CLOCK);
    var second = SelfSigned.create(List.of("localhost"), CLOCK);
    var current = new ServingCertificate[] {first};
    var keys = new ServingKeyManager(() -> Optional.of(current[0]));
    var oldAlias = keys.getServerAliases("EC", null)[0];
    current[0] = second;
    var newAlias = keys.getServerAliases("EC", null)[0];
    assertThat(keys.getCertificateChain(newAlias)).containsExactly(second.leaf());
    assertThat(keys.getPrivateKey(newAlias)).isEqualTo(second.key());
    assertThat(keys.getCertificateChain(oldAlias)).containsExactly(first.leaf());
    assertThat(keys.getPrivateKey(oldAlias)).isEqualTo(first.key());
  }

  private CertificateFiles open() throws InvalidCertificateException {
    return CertificateFiles.open(
        CertificateFiles.Place.of(folder),
        TrustDistribution.NOT_REQUIRED,
        CLOCK,
        LoopSupervisor.uncounted());
  }

  private void writeKey(byte[] bytes) throws Exception {
    var body = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        folder.resolve("tls.key"),
        "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  private void openssl(String arguments) throws Exception {
    var command = ("openssl " + arguments).split(" +");
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
