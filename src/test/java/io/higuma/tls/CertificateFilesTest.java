package io.higuma.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.loop.LoopSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as in a Secret mounted by the kubelet: links into a directory that is swapped. */
class CertificateFilesTest {
  private static final Duration LIFE = Duration.ofDays(10);

  @TempDir private Path mount;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final Authority authority = Authority.create(now, Duration.ofDays(1000));
  private final ServingCertificate first = pair(authority);
  private final ServingCertificate second = pair(authority);
  private int generation;

  private ServingCertificate pair(Authority by) {
    return by.issueServing(List.of("localhost"), now, LIFE);
  }

  @BeforeEach
  void mount() throws IOException {
    write(first, first);
    for (var name : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
    }
  }

  @Test
  void showsTheNewPairAfterTheLinkWasSwapped() throws Exception {
    var files = open(TrustDistribution.NOT_REQUIRED);
    write(second, second);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(second.leaf());
    assertThat(files.condition().problems()).isEmpty();
    assertThat(files.condition().renewals()).isEqualTo(1);
    assertThat(files.bundle()).isEqualTo(Pem.certificate(authority.certificate()));
  }

  @Test
  @DisplayName("reliability 15: key and certificate of different pairs leave the old pair")
  void unmatchedFilesLeaveTheOldPair() throws Exception {
    var files = open(TrustDistribution.NOT_REQUIRED);
    write(second, first);
    stays(files, "tls.key: the key cannot be used: the key belongs to another certificate");
    write(second, second);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(second.leaf());
    assertThat(files.condition().problems()).isEmpty();
  }

  @Test
  @DisplayName("reliability 15: an empty, a half written and an unreadable file leave the old pair")
  void brokenFilesLeaveTheOldPair() throws Exception {
    var files = open(TrustDistribution.NOT_REQUIRED);
    var data = mount.resolve("..data");
    var certificate = Files.readString(data.resolve("tls.crt"));
    Files.writeString(data.resolve("tls.crt"), "");
    stays(files, "tls.crt: there is no certificate in it");
    Files.writeString(data.resolve("tls.crt"), certificate.substring(0, 200));
    stays(files, "tls.crt: there is no certificate in it");
    Files.delete(data.resolve("tls.crt"));
    stays(files, "tls.crt: it cannot be read (NoSuchFileException)");
    Files.createDirectory(data.resolve("tls.crt"));
    stays(files, "tls.crt: it cannot be read (IOException)");
    assertThat(files.condition().failures()).isEqualTo(3);
  }

  @Test
  @DisplayName("reliability 15: a pair that is expired or not yet valid leaves the old pair")
  void pairOutOfItsTimeLeavesTheOldPair() throws Exception {
    var past = authority.issueServing(List.of("localhost"), now.minus(LIFE), LIFE.minusDays(1));
    var future = authority.issueServing(List.of("localhost"), now.plus(Duration.ofDays(1)), LIFE);
    var files = open(TrustDistribution.NOT_REQUIRED);
    write(past, past);
    stays(files, "it has ended at");
    write(future, future);
    stays(files, "it does not count before");
    now = now.plus(Duration.ofDays(2));
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(future.leaf());
  }

  @Test
  @DisplayName("reliability 13: an expired certificate is not served")
  void expiredPairIsNotServed() throws Exception {
    var files = open(TrustDistribution.NOT_REQUIRED);
    now = now.plus(LIFE);
    pollTwice(files);
    assertThat(files.current()).isEmpty();
    assertThat(files.condition().problems()).contains("the certificate has ended");
  }

  @Test
  @DisplayName("reliability 12: a pair of another CA waits until the CA is trusted")
  void pairOfAnotherAuthorityWaits() throws Exception {
    var trusted = new boolean[1];
    var files = open(ca -> trusted[0]);
    var other = Authority.create(now, Duration.ofDays(1000));
    var third = pair(other);
    write(third, third);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(first.leaf());
    assertThat(TrustBundle.read(files.bundle()))
        .containsExactly(other.certificate(), authority.certificate());
    trusted[0] = true;
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(third.leaf());
  }

  @Test
  void pairOfAnotherAuthorityWaitsNoLongerThanTheTimeout() throws Exception {
    var files = open(ca -> false);
    var third = pair(Authority.create(now, Duration.ofDays(1000)));
    write(third, third);
    pollTwice(files);
    now = now.plus(TrustHandover.PROPAGATION_TIMEOUT);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(third.leaf());
  }

  /** Clients that can be observed and trust no CA but the first one. */
  private static final class Clients implements TrustDistribution {
    private boolean observed = true;
    private boolean trusting;

    @Override
    public boolean isTrusted(X509Certificate authority) {
      return trusting;
    }

    @Override
    public boolean isObserved() {
      return observed;
    }
  }

  @Test
  void pairOfAnotherAuthorityWaitsForClientsThatAreKnownNotToTrustIt() throws Exception {
    var clients = new Clients();
    var files = open(clients);
    var third = pair(Authority.create(now, Duration.ofDays(1000)));
    write(third, third);
    pollTwice(files);
    assertThat(files.condition().problems()).isEmpty();
    now = now.plus(LIFE.dividedBy(2));
    stays(files, "tls.crt: the webhook configurations do not trust its authority yet");
    clients.trusting = true;
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(third.leaf());
    assertThat(files.condition().problems()).isEmpty();
  }

  @Test
  void pairOfAnotherAuthorityWaitsUntilTheClientsCannotBeObservedForTheTimeout() throws Exception {
    var clients = new Clients();
    var files = open(clients);
    var third = pair(Authority.create(now, Duration.ofDays(1000)));
    write(third, third);
    pollTwice(files);
    now = now.plus(LIFE.dividedBy(2));
    pollTwice(files);
    clients.observed = false;
    now = now.plus(TrustHandover.PROPAGATION_TIMEOUT.dividedBy(2));
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(first.leaf());
    now = now.plus(TrustHandover.PROPAGATION_TIMEOUT.dividedBy(2));
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(third.leaf());
  }

  @Test
  void pairOfAnotherAuthorityWaitsUntilTheCurrentOneIsAboutToEnd() throws Exception {
    var files = open(new Clients());
    var next = Authority.create(now, Duration.ofDays(1000));
    var third = next.issueServing(List.of("localhost"), now, LIFE.multipliedBy(2));
    write(third, third);
    pollTwice(files);
    now = now.plus(LIFE).minus(TrustHandover.MINIMUM_LEFT).minusSeconds(1);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(first.leaf());
    now = now.plus(TrustHandover.PROPAGATION_TIMEOUT);
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(third.leaf());
  }

  @Test
  void unusableFilesKeepItFromStarting() throws Exception {
    write(second, first);
    assertThatThrownBy(() -> open(TrustDistribution.NOT_REQUIRED))
        .isInstanceOf(InvalidCertificateException.class);
  }

  private CertificateFiles open(TrustDistribution distribution) throws InvalidCertificateException {
    return CertificateFiles.open(
        CertificateFiles.Place.of(mount), distribution, clock, LoopSupervisor.uncounted());
  }

  private void stays(CertificateFiles files, String problem) {
    pollTwice(files);
    assertThat(shown(files)).isEqualTo(first.leaf());
    assertThat(files.condition().problems()).singleElement().asString().contains(problem);
  }

  private static X509Certificate shown(CertificateFiles files) {
    return files.current().orElseThrow().leaf();
  }

  /** Twice, because files are used only if two reads in a row are equal. */
  private static void pollTwice(CertificateFiles files) {
    files.poll();
    files.poll();
  }

  private void write(ServingCertificate certificate, ServingCertificate key) throws IOException {
    var folder = Files.createDirectory(mount.resolve("..generation-" + generation++));
    Files.writeString(folder.resolve("tls.crt"), Pem.certificate(certificate.leaf()));
    Files.writeString(folder.resolve("tls.key"), Pem.privateKey(key.key()));
    Files.writeString(folder.resolve("ca.crt"), Pem.certificate(certificate.chain().getLast()));
    var link = mount.resolve("..data-new");
    Files.createSymbolicLink(link, folder);
    Files.move(
        link,
        mount.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
