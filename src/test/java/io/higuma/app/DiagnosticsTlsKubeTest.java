package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
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
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate health and metrics are served with. */
@NeedsKube
@NeedsPackage
class DiagnosticsTlsKubeTest {
  @TempDir private Path own;
  @TempDir private Path others;

  @Test
  void showsItsOwnCertificateElseTheGeneralOneElseThatOfTheWebhook(LocalKubeApi kube)
      throws Exception {
    var webhook = ControlPlane.certificateIn(others);
    ControlPlane.certificateIn(own);

    var files = tls(webhook, "KUMA_DIAGNOSTICS");
    files.put("KUMA_GENERAL_TLS_CERT_FILE", others.resolve("tls.crt").toString());
    files.put("KUMA_GENERAL_TLS_KEY_FILE", others.resolve("tls.key").toString());
    assertThat(metrics(kube, files, own)).contains("higuma_build_info");
    assertThat(metrics(kube, tls(webhook, "KUMA_GENERAL"), own)).contains("higuma_build_info");
    assertThat(metrics(kube, tls(webhook, ""), others)).contains("higuma_build_info");
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

  private static String metrics(LocalKubeApi kube, Map<String, String> environment, Path trusted)
      throws Exception {
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
