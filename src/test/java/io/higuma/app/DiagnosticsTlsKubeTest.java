package io.higuma.app;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.ServedCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS certificates of health and metrics. */
@NeedsKube
@NeedsPackage
class DiagnosticsTlsKubeTest {
  private static LocalKubeApi kube;

  @TempDir private Path own;
  @TempDir private Path others;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
  }

  @Test
  void showsItsOwnCertificateElseTheGeneralOneElseThatOfTheWebhook() throws Exception {
    var webhook = ServedCertificate.in(others);
    ServedCertificate.in(own);

    var files = tls(webhook, "KUMA_DIAGNOSTICS");
    files.put("KUMA_GENERAL_TLS_CERT_FILE", others.resolve("tls.crt").toString());
    files.put("KUMA_GENERAL_TLS_KEY_FILE", others.resolve("tls.key").toString());
    assertThat(metrics(files, own)).contains("higuma_build_info");
    assertThat(metrics(tls(webhook, "KUMA_GENERAL"), own)).contains("higuma_build_info");
    assertThat(metrics(tls(webhook, ""), others)).contains("higuma_build_info");
  }

  @Test
  void speaksNoOlderTlsThanTheSettingsSayAndNoPlainHttp() throws Exception {
    var environment = tls(ServedCertificate.in(own), "");
    environment.put("KUMA_DIAGNOSTICS_TLS_MIN_VERSION", "TLSv1_3");
    try (var controlPlane = ControlPlane.start(kube, environment).awaitReady()) {
      assertThat(protocol(controlPlane, "TLSv1.3", "TLSv1.2")).isEqualTo("TLSv1.3");
      assertThatThrownBy(() -> protocol(controlPlane, "TLSv1.2")).isInstanceOf(SSLException.class);
      var plain = URI.create("http://localhost:" + controlPlane.diagnosticsPort() + "/healthy");
      try (var http = HttpClient.newHttpClient()) {
        assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(plain).build(), discarding()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  /** The TLS version that is negotiated from these versions. */
  private String protocol(ControlPlane controlPlane, String... versions) throws Exception {
    var parameters = new SSLParameters();
    parameters.setProtocols(versions);
    var uri = URI.create("https://localhost:" + controlPlane.diagnosticsPort() + "/healthy");
    try (var http =
        HttpClient.newBuilder().sslContext(trusting(own)).sslParameters(parameters).build()) {
      var answer = http.send(HttpRequest.newBuilder(uri).build(), discarding());
      return answer.sslSession().orElseThrow().getProtocol();
    }
  }

  private Map<String, String> tls(Map<String, String> webhook, String section) {
    Map<String, String> environment = new HashMap<>(webhook);
    environment.put("KUMA_DIAGNOSTICS_TLS_ENABLED", "true");
    if (!section.isEmpty()) {
      environment.put(section + "_TLS_CERT_FILE", own.resolve("tls.crt").toString());
      environment.put(section + "_TLS_KEY_FILE", own.resolve("tls.key").toString());
    }
    return environment;
  }

  private static String metrics(Map<String, String> environment, Path trusted) throws Exception {
    var controlPlane = ControlPlane.start(kube, environment);
    try (var http = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
      controlPlane.awaitReady();
      var uri = URI.create("https://localhost:" + controlPlane.diagnosticsPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } finally {
      controlPlane.close();
    }
  }

  private static SSLContext trusting(Path folder) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var file = Files.newInputStream(folder.resolve("tls.crt"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
