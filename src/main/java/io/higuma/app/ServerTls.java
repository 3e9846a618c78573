package io.higuma.app;

import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the API and of the management interface. Uses our own key managers, so that a renewed
 * certificate is served from the next handshake on.
 */
@Singleton
final class ServerTls {
  /** Name of the API's TLS configuration. */
  static final String API = "api";

  /** Name of the management interface's TLS configuration. */
  static final String DIAGNOSTICS = "diagnostics";

  private final Settings settings;
  private final Certificates certificates;
  private final TlsConfigurationRegistry registry;

  ServerTls(Settings settings, Certificates certificates, TlsConfigurationRegistry registry) {
    this.settings = settings;
    this.certificates = certificates;
    this.registry = registry;
  }

  void register(@Observes @Priority(StartupPriority.SERVER_TLS) StartupEvent event) {
    var https = settings.apiServer().https();
    var clients = Optional.of(https.tlsCaFile()).filter(file -> !file.isEmpty());
    registry.register(
        API,
        new Configuration(
            TlsRules.of(settings.general(), https),
            certificates.apiKeys(),
            clients.map(file -> new PemTrustOptions().addCertPath(file))));
    registry.register(
        DIAGNOSTICS,
        new Configuration(
            TlsRules.of(settings.general(), settings.diagnostics()),
            certificates.diagnosticsKeys(),
            Optional.empty()));
  }

  /** TLS configuration of one port: its serving certificate and its client CAs. */
  static final class Configuration extends BaseTlsConfiguration {
    private final TlsRules rules;
    private final X509KeyManager keys;
    private final Optional<PemTrustOptions> clients;

    Configuration(TlsRules rules, X509KeyManager keys, Optional<PemTrustOptions> clients) {
      this.rules = rules;
      this.keys = keys;
      this.clients = clients;
    }

    @Override
    public KeyCertOptions getKeyStoreOptions() {
      return KeyCertOptions.wrap(keys);
    }

    @Override
    public @Nullable TrustOptions getTrustStoreOptions() {
      return clients.orElse(null);
    }

    @Override
    public SSLOptions getSSLOptions() {
      var options =
          new SSLOptions()
              .setUseAlpn(true)
              .setKeyCertOptions(getKeyStoreOptions())
              .setEnabledSecureTransportProtocols(rules.versions());
      clients.ifPresent(options::setTrustOptions);
      rules.suites().forEach(options::addEnabledCipherSuite);
      return options;
    }
  }
}
