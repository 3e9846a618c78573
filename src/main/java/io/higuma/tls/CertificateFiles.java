package io.higuma.tls;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serving certificate from files, such as a mounted Secret, reloaded on changes. The files are
 * polled once a second and not watched: a mounted Secret changes by swapping a symbolic link two
 * levels up. If the new files are invalid, the problem is reported and the previous certificate
 * stays in use.
 */
public final class CertificateFiles extends CertificateSource {
  /** The serving certificate, followed by its issuers. */
  public static final String CERTIFICATE = "tls.crt";

  /** The private key: PKCS #8, PKCS #1 or SEC 1. */
  public static final String KEY = "tls.key";

  /** The CA certificates that clients must trust. Optional. */
  public static final String AUTHORITY = "ca.crt";

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  /**
   * Paths of the files.
   *
   * @param certificate serving certificate chain
   * @param key private key
   * @param authority CA bundle for clients; optional
   */
  public record Place(Path certificate, Path key, Path authority) {
    /** The files of a mounted Secret. */
    public static Place of(Path folder) {
      return new Place(folder.resolve(CERTIFICATE), folder.resolve(KEY), folder.resolve(AUTHORITY));
    }

    /** These two files, with the CA bundle in the directory of the certificate. */
    public static Place of(Path certificate, Path key) {
      return new Place(certificate, key, certificate.resolveSibling(AUTHORITY));
    }
  }

  /** Contents of the files. */
  private record Texts(PemPair.Text certificate, PemPair.Text key, PemPair.Text authority) {}

  private final Place place;
  private final InstantSource clock;
  private final TrustHandover handover;
  private final List<X509Certificate> trusted = new ArrayList<>();
  private final SupervisedLoop pollLoop;
  private @Nullable Texts lastRead;
  private @Nullable Texts inUse;

  private CertificateFiles(
      Place place, TrustDistribution distribution, InstantSource clock, LoopSupervisor loops) {
    super(new CertificateState(clock));
    this.place = place;
    this.clock = clock;
    this.handover = TrustHandover.waitingForTrust(distribution, clock);
    this.pollLoop =
        loops.loop(
            "watch " + place.certificate(),
            HEARTBEAT_LIMIT,
            _ -> {
              poll();
              return NextRun.in(POLL_INTERVAL);
            });
  }

  /**
   * Reads the files, without polling yet.
   *
   * @param distribution reports which CAs all clients trust
   * @param loops runs the polling loop
   * @throws InvalidCertificateException if a file is missing or invalid, key and certificate do not
   *     match, or the certificate is not valid now
   */
  public static CertificateFiles open(
      Place place, TrustDistribution distribution, InstantSource clock, LoopSupervisor loops)
      throws InvalidCertificateException {
    var files = new CertificateFiles(place, distribution, clock, loops);
    files.use(files.texts());
    return files;
  }

  @Override
  public void start() {
    pollLoop.start();
  }

  @Override
  public synchronized Optional<Instant> authorityEnds() {
    return Authorities.earliestExpiry(trusted);
  }

  @Override
  public void close() {
    pollLoop.close();
  }

  /** Reads the files, and uses them if two reads in a row are equal: a file may be half written. */
  void poll() {
    try {
      var texts = texts();
      boolean unchanged = texts.equals(lastRead);
      lastRead = texts;
      if (texts.equals(inUse)) {
        state.clearProblem();
      } else if (unchanged) {
        use(texts);
        if (!texts.equals(inUse) && handover.isOverdue()) {
          throw new InvalidCertificateException(
              texts.certificate().where(),
              "the webhook configurations do not trust its authority yet");
        }
        state.clearProblem();
      }
    } catch (InvalidCertificateException e) {
      state.reportProblem(e.getMessage() + "; the certificate before it stays in use");
    }
  }

  private synchronized void use(Texts texts) throws InvalidCertificateException {
    var pair = PemPair.read(texts.certificate(), texts.key());
    var now = clock.instant();
    if (!now.isBefore(pair.notAfter())) {
      throw new InvalidCertificateException(
          texts.certificate().where(), "it has ended at " + pair.notAfter());
    }
    if (now.isBefore(pair.leaf().getNotBefore().toInstant())) {
      var from = pair.leaf().getNotBefore().toInstant();
      throw new InvalidCertificateException(
          texts.certificate().where(), "it does not count before " + from);
    }
    var authorities =
        texts.authority().text().isEmpty()
            ? pair.selfSignedRoot().stream().toList()
            : Pem.certificates(texts.authority().where(), texts.authority().text());
    updateTrust(authorities, now);
    if (authorities.isEmpty() || handover.maySwitchTo(pair.signerAmong(authorities), current())) {
      state.update(pair);
      inUse = texts;
    }
  }

  /**
   * Sets the trust bundle. Keeps previous CAs: other replicas may still serve certificates signed
   * by them.
   */
  private void updateTrust(List<X509Certificate> authorities, Instant now) {
    if (authorities.isEmpty()) {
      trusted.clear();
    }
    trusted.removeIf(
        authority ->
            authorities.contains(authority) || !now.isBefore(authority.getNotAfter().toInstant()));
    trusted.addAll(0, authorities);
    state.bundle(Authorities.pem(trusted));
  }

  private Texts texts() throws InvalidCertificateException {
    return new Texts(
        text(place.certificate()),
        text(place.key()),
        Files.exists(place.authority())
            ? text(place.authority())
            : new PemPair.Text(place.authority().toString(), ""));
  }

  private static PemPair.Text text(Path file) throws InvalidCertificateException {
    try {
      return new PemPair.Text(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new InvalidCertificateException(
          file.toString(), "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
