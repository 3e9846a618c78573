package io.higuma.cli;

import io.higuma.settings.Settings;
import io.higuma.tls.CertificateFiles;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Which certificates the settings ask for. */
final class Certificates {
  private static final Logger LOG = Logger.getLogger(Certificates.class);

  private Certificates() {}

  /** What the webhook shows: files of {@code certDir}, else a pair made now. */
  static ServingCertificate ofWebhook(Settings settings) throws Server.CannotStart {
    var folder = settings.runtime().kubernetes().admissionServer().certDir();
    try {
      return folder.isEmpty() ? selfSigned(settings) : CertificateFiles.read(Path.of(folder));
    } catch (CertificateFiles.Unusable e) {
      throw new Server.CannotStart("no certificate for the webhook: " + e.getMessage(), e);
    }
  }

  /** PEM of the authority that sidecars trust. */
  static String authorityForSidecars(Settings settings, ServingCertificate webhook)
      throws Server.CannotStart {
    var file = settings.runtime().kubernetes().injector().caCertFile();
    try {
      return file.isEmpty() ? webhook.trustAnchorPem() : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new Server.CannotStart(
          "runtime.kubernetes.injector.caCertFile: " + file + " cannot be read", e);
    }
  }

  private static ServingCertificate selfSigned(Settings settings) {
    var service =
        settings.runtime().kubernetes().controlPlaneServiceName()
            + "."
            + settings.store().kubernetes().systemNamespace();
    var made =
        SelfSigned.create(
            List.of(service + ".svc", service, "localhost", "127.0.0.1", "::1"), Clock.systemUTC());
    LOG.infof(
        "admissionServer.certDir is not set: a self-signed certificate was made, which ends with"
            + " this process. The caBundle of the webhook configuration must be:%n%s",
        made.trustAnchorPem());
    return made;
  }
}
