package io.higuma.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.admission.ReadinessGate;
import io.higuma.api.status.Overview;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.AuthoritySecret;
import io.higuma.cluster.controller.CertificateMetrics;
import io.higuma.cluster.controller.WebhookConfigurations;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.tls.CertificateFiles;
import io.higuma.tls.CertificateSource;
import io.higuma.tls.ClientAuthority;
import io.higuma.tls.InvalidCertificateException;
import io.higuma.tls.Lifetimes;
import io.higuma.tls.OwnAuthority;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.higuma.tls.TrustDistribution;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * Serving certificates of the webhook, the API, diagnostics and the server for sidecars, and the
 * caBundle of the webhook configurations.
 */
final class Certificates implements AutoCloseable {
  private final WebhookConfigurations webhookConfigurations;
  private final CertificateSource webhook;
  private final Optional<CertificateSource> api;
  private final Optional<CertificateSource> diagnostics;
  private final Optional<CertificateSource> sidecars;

  /**
   * Dependencies.
   *
   * @param settings at the start
   * @param api calls to the API server
   * @param client Kubernetes client
   * @param isLeader whether this replica is the leader
   * @param lifetimes lifetimes of our own CA and its certificates
   * @param loops runs background loops
   */
  record Parts(
      Settings settings,
      ApiCalls api,
      KubernetesClient client,
      BooleanSupplier isLeader,
      Lifetimes lifetimes,
      LoopSupervisor loops) {
    private ObjectKey service() {
      return new ObjectKey(
          settings.store().kubernetes().systemNamespace(),
          settings.runtime().kubernetes().controlPlaneServiceName());
    }

    /** Host names and addresses used by the API server, sidecars and local clients. */
    private List<String> serverNames() {
      var shortName = service().name() + "." + service().namespace();
      return List.of(shortName + ".svc", shortName, "localhost", "127.0.0.1", "::1");
    }
  }

  private Certificates(Parts parts) throws StartupException {
    this.webhookConfigurations =
        new WebhookConfigurations(
            parts.api(),
            parts.service(),
            new WebhookConfigurations.Bundle(parts.isLeader(), this::bundle),
            parts.loops());
    this.webhook = webhookSource(parts, webhookConfigurations);
    this.api = apiSource(parts);
    this.diagnostics = diagnosticsSource(parts);
    this.sidecars = sidecarSource(parts);
  }

  /**
   * Starts to read and watch the certificates; does not wait for the cluster.
   *
   * @throws StartupException if the settings name files that cannot be used
   */
  static Certificates start(Parts parts, MeterRegistry meters) throws StartupException {
    var certificates = new Certificates(parts);
    var webhook = certificates.webhook;
    new CertificateMetrics(meters, Clock.systemUTC())
        .watch(webhook)
        .watch(certificates.webhookConfigurations);
    webhook.listen(certificates.webhookConfigurations::wake);
    webhook.start();
    certificates.fileSources().forEach(CertificateSource::start);
    certificates.webhookConfigurations.start();
    return certificates;
  }

  /** The webhook's serving certificate and trust bundle. */
  CertificateSource webhook() {
    return webhook;
  }

  /** Key manager of the webhook; handshakes before the first certificate wait for it. */
  ServingKeyManager webhookKeys() {
    return new ServingKeyManager(webhook::current, webhook.ready(), ReadinessGate.DEFAULT_TIMEOUT);
  }

  /** Verifies client certificates of the webhook; empty if none are required. */
  static Optional<X509TrustManager> webhookClientTrust(Settings settings) throws StartupException {
    var file = settings.runtime().kubernetes().admissionServer().clientCaFile();
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(new ClientAuthority(Path.of(file)));
    } catch (InvalidCertificateException e) {
      throw new StartupException("admissionServer.clientCaFile: " + e.getMessage(), e);
    }
  }

  /**
   * Key manager of the API: files of {@code apiServer.https} or {@code general}, else the webhook's
   * certificate.
   */
  ServingKeyManager apiKeys() {
    return new ServingKeyManager(api.orElse(webhook)::current);
  }

  /**
   * Key manager of health and metrics: files of {@code diagnostics} or {@code general}, else the
   * webhook's certificate.
   */
  ServingKeyManager diagnosticsKeys() {
    return new ServingKeyManager(diagnostics.orElse(webhook)::current);
  }

  /**
   * Key manager of the server for sidecars: files of {@code dpServer} or {@code general}, else the
   * webhook's certificate.
   */
  ServingKeyManager sidecarKeys() {
    return new ServingKeyManager(sidecars.orElse(webhook)::current);
  }

  /** The certificate of the server for sidecars. */
  Optional<ServingCertificate> sidecarCertificate() {
    return sidecars.orElse(webhook).current();
  }

  private Stream<CertificateSource> fileSources() {
    return Stream.of(api, diagnostics, sidecars).flatMap(Optional::stream);
  }

  /** Why the webhook has no certificate, for messages; empty if it has one. */
  String missing() {
    if (webhook.current().isPresent()) {
      return "";
    }
    var problems = webhook.condition().problems();
    return "the webhook's certificate"
        + (problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")");
  }

  /** Fingerprint and expiry of the webhook's certificate; empty without one. */
  Map<String, String> facts() {
    return webhook
        .current()
        .map(
            pair ->
                Map.of("fingerprint", pair.fingerprint(), "notAfter", pair.notAfter().toString()))
        .orElse(Map.of());
  }

  /** What the overview says of the webhook's certificate; empty without one. */
  Optional<Overview.ServedCertificate> served() {
    return webhook
        .current()
        .map(
            pair ->
                new Overview.ServedCertificate(
                    pair.fingerprint(), pair.notAfter(), webhook.condition().problems()));
  }

  /** Problems that do not affect readiness, for messages. */
  List<String> problems() {
    return Stream.of(
            webhook.condition().problems().stream(),
            fileSources().flatMap(source -> source.condition().problems().stream()),
            Stream.of(webhookConfigurations.problem()).filter(problem -> !problem.isEmpty()))
        .flatMap(each -> each)
        .toList();
  }

  @Override
  public void close() {
    webhook.close();
    fileSources().forEach(CertificateSource::close);
    webhookConfigurations.close();
  }

  private String bundle() {
    return webhook.bundle();
  }

  /** Files of {@code certDir} or {@code general}, else our own CA. */
  private static CertificateSource webhookSource(Parts parts, TrustDistribution distribution)
      throws StartupException {
    var settings = parts.settings();
    var folder = settings.runtime().kubernetes().admissionServer().certDir();
    var general = settings.general();
    if (folder.isEmpty() && general.tlsCertFile().isEmpty()) {
      var secret = new AuthoritySecret(parts.client(), parts.service().namespace());
      return new OwnAuthority(
          secret,
          parts.serverNames(),
          distribution,
          parts.lifetimes(),
          Clock.systemUTC(),
          parts.loops());
    }
    var place =
        folder.isEmpty()
            ? place(general.tlsCertFile(), general.tlsKeyFile())
            : CertificateFiles.Place.of(Path.of(folder));
    return files("the webhook", place, distribution, parts.loops());
  }

  private static Optional<CertificateSource> apiSource(Parts parts) throws StartupException {
    var https = parts.settings().apiServer().https();
    return fileSource("the API", https.tlsCertFile(), https.tlsKeyFile(), parts);
  }

  private static Optional<CertificateSource> diagnosticsSource(Parts parts)
      throws StartupException {
    var own = parts.settings().diagnostics();
    return own.tlsEnabled()
        ? fileSource("diagnostics", own.tlsCertFile(), own.tlsKeyFile(), parts)
        : Optional.empty();
  }

  private static Optional<CertificateSource> sidecarSource(Parts parts) throws StartupException {
    var own = parts.settings().dpServer();
    return fileSource("sidecars", own.tlsCertFile(), own.tlsKeyFile(), parts);
  }

  private static Optional<CertificateSource> fileSource(
      String name, String ownCertificate, String ownKey, Parts parts) throws StartupException {
    var general = parts.settings().general();
    boolean own = !ownCertificate.isEmpty();
    var certificate = own ? ownCertificate : general.tlsCertFile();
    var key = own ? ownKey : general.tlsKeyFile();
    return certificate.isEmpty()
        ? Optional.empty()
        : Optional.of(
            files(name, place(certificate, key), TrustDistribution.NOT_REQUIRED, parts.loops()));
  }

  private static CertificateFiles.Place place(String certificate, String key) {
    return CertificateFiles.Place.of(Path.of(certificate), Path.of(key));
  }

  private static CertificateSource files(
      String name,
      CertificateFiles.Place place,
      TrustDistribution distribution,
      LoopSupervisor loops)
      throws StartupException {
    try {
      return CertificateFiles.open(place, distribution, Clock.systemUTC(), loops);
    } catch (InvalidCertificateException e) {
      throw new StartupException("no certificate for " + name + ": " + e.getMessage(), e);
    }
  }
}
