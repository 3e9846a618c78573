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
 * A certificate in files, such as those of a mounted Secret, read again when they change. They are
 * looked at once a second and not watched: a mounted Secret changes by swapping a symbolic link two
 * levels up. What cannot be used is reported, and the pair before stays.
 */
public final class CertificateFiles extends CertificateSource {
  /** The server's certificate, followed by those that signed it. */
  public static final String CERTIFICATE = "tls.crt";

  /** The private key: PKCS #8, PKCS #1 or SEC 1. */
  public static final String KEY = "tls.key";

  /** The authorities that callers must trust. It may be missing. */
  public static final String AUTHORITY = "ca.crt";

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  /**
   * Which files.
   *
   * @param certificate of the server
   * @param key belongs to it
   * @param authority what callers must trust; it may be missing
   */
  public record Place(Path certificate, Path key, Path authority) {
    /** The files of a mounted Secret. */
    public static Place of(Path folder) {
      return new Place(folder.resolve(CERTIFICATE), folder.resolve(KEY), folder.resolve(AUTHORITY));
    }

    /** These two, with the authorities beside the certificate. */
    public static Place of(Path certificate, Path key) {
      return new Place(certificate, key, certificate.resolveSibling(AUTHORITY));
    }
  }

  /** The texts of the files; what is wrong with them, where they cannot be read. */
  private record Texts(PemPair.Text certificate, PemPair.Text key, PemPair.Text authority) {}

  private final Place place;
  private final InstantSource clock;
  private final TrustHandover handover;
  private final List<X509Certificate> trusted = new ArrayList<>();
  private final SupervisedLoop looking;
  private @Nullable Texts seen;
  private @Nullable Texts inUse;

  private CertificateFiles(
      Place place, TrustDistribution published, InstantSource clock, LoopSupervisor loops) {
    super(new CertificateState(clock));
    this.place = place;
    this.clock = clock;
    this.handover = new TrustHandover(published, clock);
    this.looking =
        loops.loop(
            "watch " + place.certificate(),
            HEARTBEAT_LIMIT,
            _ -> {
              look();
              return NextRun.in(PERIOD);
            });
  }

  /**
   * Reads them, without following them yet.
   *
   * @param published whom callers trust
   * @param loops what following is a loop of
   * @throws InvalidCertificateException where a file is missing or broken, they do not belong
   *     together, or the certificate does not count now
   */
  public static CertificateFiles open(
      Place place, TrustDistribution published, InstantSource clock, LoopSupervisor loops)
      throws InvalidCertificateException {
    var files = new CertificateFiles(place, published, clock, loops);
    files.use(files.texts());
    return files;
  }

  @Override
  public void start() {
    looking.start();
  }

  @Override
  public synchronized Optional<Instant> authorityEnds() {
    return Authorities.firstEnd(trusted);
  }

  @Override
  public void close() {
    looking.close();
  }

  /** Judges files only when they have been the same for a while: one may be half written. */
  void look() {
    try {
      var texts = texts();
      boolean settled = texts.equals(seen);
      seen = texts;
      if (texts.equals(inUse)) {
        shown.good();
      } else if (settled) {
        use(texts);
        shown.good();
      }
    } catch (InvalidCertificateException e) {
      shown.fail(e.getMessage() + "; the certificate before it stays in use");
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
    trust(authorities, now);
    if (authorities.isEmpty() || handover.mayShow(pair.signerAmong(authorities), current())) {
      shown.show(pair);
      inUse = texts;
    }
  }

  /** What was trusted goes on being trusted: other replicas may still show what it signed. */
  private void trust(List<X509Certificate> authorities, Instant now) {
    if (authorities.isEmpty()) {
      trusted.clear();
    }
    trusted.removeIf(
        authority ->
            authorities.contains(authority) || !now.isBefore(authority.getNotAfter().toInstant()));
    trusted.addAll(0, authorities);
    shown.bundle(Authorities.pem(trusted));
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
