package io.higuma.settings;

import java.time.Duration;
import java.util.List;

/** {@code apiServer}: the server of the config API. */
public record ApiServer(
    Http http,
    Https https,
    @Setting(
            env = "KUMA_API_SERVER_READ_ONLY",
            value = "false",
            doc = "Nothing can be changed through the API.")
        boolean readOnly,
    @Setting(
            env = "KUMA_API_SERVER_CORS_ALLOWED_DOMAINS",
            check = Check.ORIGINS,
            doc =
                "Origins that browsers may call the API from: each is an origin with its scheme, or"
                    + " a regular expression that must match the whole origin.")
        List<String> corsAllowedDomains,
    @Setting(
            env = "KUMA_API_SERVER_BASE_PATH",
            value = "/",
            check = Check.URL_PATH,
            doc = "The path that the API is served under; a missing / at its start is added.")
        String basePath,
    @Setting(
            env = "KUMA_API_SERVER_ROOT_URL",
            noEffect = "the API returns no links to itself.",
            doc = "The external URL of the API. Empty: that of the request.")
        String rootUrl,
    Authn authn,
    Auth auth,
    Gui gui,
    @Setting(
            env = "KUMA_API_SERVER_READ_HEADER_TIMEOUT",
            value = "1s",
            check = Check.NOT_NEGATIVE,
            noEffect = "apiServer.readTimeout includes the header.",
            doc = "Timeout for reading a request's header. 0s: none.")
        Duration readHeaderTimeout,
    @Setting(
            env = "KUMA_API_SERVER_READ_TIMEOUT",
            value = "10s",
            check = Check.NOT_NEGATIVE,
            doc = "Timeout for reading a request. 0s: none.")
        Duration readTimeout,
    @Setting(
            env = "KUMA_API_SERVER_WRITE_TIMEOUT",
            value = "30s",
            check = Check.NOT_NEGATIVE,
            noEffect = "responses of the API have no time limit.",
            doc = "Timeout for writing a response. 0s: none.")
        Duration writeTimeout,
    @Setting(
            env = "KUMA_API_SERVER_IDLE_TIMEOUT",
            value = "2m",
            check = Check.NOT_NEGATIVE,
            doc = "Timeout of idle connections. 0s: none.")
        Duration idleTimeout) {

  /** {@code apiServer.http}. */
  public record Http(
      @Setting(
              env = "KUMA_API_SERVER_HTTP_ENABLED",
              value = "true",
              doc = "Serve the API over plain HTTP.")
          boolean enabled,
      @Setting(
              env = "KUMA_API_SERVER_HTTP_INTERFACE",
              key = "interface",
              value = "0.0.0.0",
              check = Check.NOT_EMPTY,
              doc = "The address to listen on.")
          String address,
      @Setting(
              env = "KUMA_API_SERVER_HTTP_PORT",
              value = "5681",
              min = 0,
              max = 65535,
              doc = "The port to listen on.")
          int port) {}

  /** {@code apiServer.https}. */
  public record Https(
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_ENABLED",
              value = "true",
              doc = "Serve the API over TLS.")
          boolean enabled,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_INTERFACE",
              key = "interface",
              value = "0.0.0.0",
              check = Check.NOT_EMPTY,
              doc = "The address to listen on.")
          String address,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_PORT",
              value = "5682",
              min = 0,
              max = 65535,
              doc = "The port to listen on.")
          int port,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_CERT_FILE",
              doc = "The certificate. Empty: general.tlsCertFile.")
          String tlsCertFile,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_KEY_FILE",
              doc = "The key. Empty: general.tlsKeyFile.")
          String tlsKeyFile,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_CA_FILE",
              doc = "The certificate authority of client certificates, for requireClientCert.")
          String tlsCaFile,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_REQUIRE_CLIENT_CERT",
              value = "false",
              doc = "Clients must present a certificate of an authority in tlsCaFile.")
          boolean requireClientCert,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_MIN_VERSION",
              value = "TLSv1_2",
              oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
              doc = "The oldest TLS version; general.tlsMinVersion where that is newer.")
          String tlsMinVersion,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_MAX_VERSION",
              oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
              doc = "The newest TLS version; general.tlsMaxVersion where that is older.")
          String tlsMaxVersion,
      @Setting(
              env = "KUMA_API_SERVER_HTTPS_TLS_CIPHER_SUITES",
              check = Check.CIPHER_SUITES,
              doc = "The cipher suites of TLS 1.2. Empty: general.tlsCipherSuites.")
          List<String> tlsCipherSuites) {}

  /** {@code apiServer.authn}. */
  public record Authn(
      @Setting(
              env = "KUMA_API_SERVER_AUTHN_TYPE",
              value = "tokens",
              noEffect = "callers authenticate with a Kubernetes token.",
              doc = "How callers authenticate.")
          String type,
      @Setting(
              env = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN",
              value = "true",
              doc = "Callers from the same host may do everything.")
          boolean localhostIsAdmin) {}

  /** {@code apiServer.auth}. */
  public record Auth(
      @Setting(
              env = "KUMA_API_SERVER_AUTH_CLIENT_CERTS_DIR",
              noEffect = "client certificates are checked by apiServer.https.tlsCaFile.",
              doc = "A directory of accepted client certificates.")
          String clientCertsDir) {}

  /** {@code apiServer.gui}. */
  public record Gui(
      @Setting(
              env = "KUMA_API_SERVER_GUI_ENABLED",
              value = "true",
              noEffect = "the page is always served, to callers with the right to read its data.",
              doc = "Serve the page for browsers.")
          boolean enabled,
      @Setting(
              env = "KUMA_API_SERVER_GUI_ROOT_URL",
              noEffect = "the page has no links with a host.",
              doc = "The external URL of the page. Empty: that of the request.")
          String rootUrl,
      @Setting(
              env = "KUMA_API_SERVER_GUI_BASE_PATH",
              value = "/gui",
              noEffect = "the page is always at /gui below apiServer.basePath.",
              doc = "The path of the page.")
          String basePath) {}
}
