package io.higuma.settings;

import static io.higuma.settings.Loading.invalid;
import static io.higuma.settings.Loading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid values of the settings of servers. */
class ServerChecksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "KUMA_GENERAL_TLS_CIPHER_SUITES",
        "KUMA_DP_SERVER_TLS_CIPHER_SUITES",
        "KUMA_API_SERVER_HTTPS_TLS_CIPHER_SUITES",
        "KUMA_DIAGNOSTICS_TLS_CIPHER_SUITES"
      })
  void refusesAnUnknownCipherSuite(String variable) {
    String known = "TLS_RSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305";

    assertThat(valid(env(variable, known)).warnings()).isEmpty();
    isRefused(variable, known + ",TLS_FOO", "TLS_FOO", "names of cipher suites");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KUMA_API_SERVER_HTTP_INTERFACE", "KUMA_API_SERVER_HTTPS_INTERFACE"})
  void refusesAnEmptyAddress(String variable) {
    isRefused(variable, "", "", "text that is not empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesh?a", "a b", "/mesh#", "/m%2f", "/ä"})
  void refusesABasePathThatIsNone(String path) {
    isRefused("KUMA_API_SERVER_BASE_PATH", path, path, "the path of a URL");
  }

  @ParameterizedTest
  @CsvSource({"https://(a, https://(a", "'.*,[', [", "a${b}, a${b}", "//, //"})
  void refusesAnInvalidExpressionForOrigins(String domains, String invalid) {
    isRefused("KUMA_API_SERVER_CORS_ALLOWED_DOMAINS", domains, invalid, "origins such as https://");
  }

  @Test
  void refusesRequiredClientCertificatesWithoutTheirAuthority() {
    String required = "KUMA_API_SERVER_HTTPS_REQUIRE_CLIENT_CERT";
    SettingsSources none = SettingsSources.none();

    assertThat(invalid(env(required, "true")).violations())
        .extracting(Violation::toString)
        .containsExactly(
            "apiServer.https.tlsCaFile: value '' is not valid: expected a file, because"
                + " apiServer.https.requireClientCert is on");
    assertThat(
            valid(
                    none.withEnv(
                        Map.of(required, "true", "KUMA_API_SERVER_HTTPS_TLS_CA_FILE", "/ca.crt")))
                .warnings())
        .isEmpty();
    assertThat(
            valid(none.withEnv(Map.of(required, "true", "KUMA_API_SERVER_HTTPS_ENABLED", "false")))
                .warnings())
        .isEmpty();
  }

  @Test
  void warnsOfAnAuthorityOfClientCertificatesThatAreNotRequired() {
    assertThat(valid(env("KUMA_API_SERVER_HTTPS_TLS_CA_FILE", "/ca.crt")).warnings())
        .containsExactly(
            "apiServer.https.tlsCaFile has no effect here (environment variable"
                + " KUMA_API_SERVER_HTTPS_TLS_CA_FILE): no client certificate is asked for while"
                + " apiServer.https.requireClientCert is off.");
  }

  @Test
  void warnsOfAShutdownThatIsLongerThanItsLimit() {
    String timeout = "KUMA_DP_SERVER_GRACEFUL_SHUTDOWN_TIMEOUT";

    assertThat(valid(env(timeout, "30s")).warnings())
        .containsExactly(
            "dpServer.gracefulShutdownTimeout has no effect above 8s (environment variable "
                + timeout
                + "): Kubernetes waits 30s for the end of all servers of a replica.");
    assertThat(valid(env(timeout, "8s")).warnings()).isEmpty();
    assertThat(valid(env(timeout, "10s")).warnings()).as("Kuma's default").isEmpty();
  }

  private static SettingsSources env(String variable, String value) {
    return SettingsSources.none().withEnv(Map.of(variable, value));
  }

  private static void isRefused(String variable, String value, String part, String expected) {
    assertThat(invalid(env(variable, value)).violations())
        .singleElement()
        .extracting(Violation::toString)
        .asString()
        .contains(Catalogue.byEnv(variable).orElseThrow().path())
        .contains("value '" + part + "' is not valid: expected " + expected);
  }
}
