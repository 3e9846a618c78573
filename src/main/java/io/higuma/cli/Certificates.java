package io.higuma.cli;

import io.higuma.settings.Settings;
import io.higuma.tls.CertificateFiles;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
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

  /** What the API shows: files of {@code apiServer.https} or {@code general}, else as above. */
  static ServingKeyManager ofApi(Settings settings, ServingCertificate webhook)
      throws Server.CannotStart {
    var https = settings.apiServer().https();
    boolean own = !https.tlsCertFile().isEmpty();
    var certificate = own ? https.tlsCertFile() : settings.general().tlsCertFile();
    var key = own ? https.tlsKeyFile() : settings.general().tlsKeyFile();
    if (certificate.isEmpty()) {
      return new ServingKeyManager(() -> webhook);
    }
    try {
      var read = CertificateFiles.read(Path.of(certificate), Path.of(key));
      return new ServingKeyManager(() -> read);
    } catch (CertificateFiles.Unusable e) {
      throw new Server.CannotStart("no certificate for the API: " + e.getMessage(), e);
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
